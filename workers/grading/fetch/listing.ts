import { InfrastructureError } from '#services/platform/errors.ts';
import { type GitBounds, git } from './git.ts';

/** One line of `git ls-tree -r -t -l -z`. */
export interface Entry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly object: string;
  /** Bytes; 0 for what is no blob. */
  readonly size: number;
  readonly path: Buffer;
}

/**
 * Lists a commit, folders included, or answers undefined as soon as it has more than `most` entries. Ten folders that
 * each name one folder ten times, six deep, are a million files in a handful of objects: so count, never collect first.
 */
export async function listCommit(sha: string, most: number, bounds: GitBounds): Promise<Entry[] | undefined> {
  const entries: Entry[] = [];
  let rest: Buffer = Buffer.alloc(0);
  const onOutput = (chunk: Buffer): boolean => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      if (entries.length >= most) return false;
      entries.push(parse(rest.subarray(0, end)));
      rest = rest.subarray(end + 1);
    }
    return true;
  };
  const end = await git(['ls-tree', '-r', '-t', '-l', '-z', '--full-tree', sha], bounds, { onOutput });
  if (end.stopped) return undefined;
  if (end.code !== 0) throw new InfrastructureError(`git ls-tree ended with ${end.code ?? end.signal}: ${end.stderr}`);
  return entries;
}

/** `100644 blob 3b18e5…     512\tsome/path` */
function parse(line: Buffer): Entry {
  const tab = line.indexOf('\t');
  const [mode = '', type = '', object = '', size = ''] = line.subarray(0, tab).toString('latin1').split(/ +/);
  return {
    mode,
    type: type as Entry['type'],
    object,
    size: /^\d+$/.test(size) ? Number(size) : 0,
    path: Buffer.from(line.subarray(tab + 1)),
  };
}
