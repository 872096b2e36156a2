import { git } from './git.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 with the author's own offset: students choose it freely. */
  readonly date: string;
}

export interface ChangedFile {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified' | 'changed';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  readonly files: readonly ChangedFile[];
}

const format = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%n');
const header = /^[0-9a-f]{40}\n/;
const raw = /^\n?:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ([A-Z])/;
const counts = /^(\d+|-)\t(\d+|-)\t/;
const statusOf: Readonly<Record<string, ChangedFile['status']>> = { A: 'added', D: 'removed', M: 'modified' };

/**
 * The commits that `git log` selects, with the files that each changed against its first parent. Nothing but NUL
 * separates fields, because messages and paths are students' text; only NUL can be in neither.
 */
export async function readCommits(directory: string, selection: readonly string[]): Promise<readonly Commit[]> {
  const shape = ['-z', '--root', '-r', '-m', '--first-parent', '--no-renames', '--no-abbrev', '--raw', '--numstat'];
  const output = await git(directory, ['log', ...shape, `--format=${format}`, ...selection]);
  return splitCommits(output.split('\0'));
}

export async function readCommit(directory: string, sha: string): Promise<Commit> {
  const [commit] = await readCommits(directory, ['-1', sha]);
  if (commit === undefined) throw new Error(`no commit ${sha} in ${directory}`);
  return commit;
}

function splitCommits(tokens: readonly string[]): readonly Commit[] {
  const commits: Commit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (!header.test(tokens[at] ?? '')) continue;
    let end = at + 1;
    const files = new Map<string, ChangedFile>();
    for (; end < tokens.length && !header.test(tokens[end] ?? ''); end++) {
      // The token after a raw record is its path, whatever that looks like.
      if (raw.test(tokens[end] ?? '')) addRaw(files, tokens[end] ?? '', tokens[++end] ?? '');
      else addCounts(files, tokens[end] ?? '');
    }
    commits.push({ ...parseHeader(tokens[at] ?? ''), files: [...files.values()] });
    at = end - 1;
  }
  return commits;
}

function parseHeader(token: string): Omit<Commit, 'files'> {
  const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', ...message] =
    token.split('\n');
  return {
    sha,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: an, email: ae, date: ad },
    committer: { name: cn, email: ce, date: cd },
    message: message.join('\n').trimEnd(),
  };
}

function addRaw(files: Map<string, ChangedFile>, token: string, path: string): void {
  const [, sha = '', letter = ''] = raw.exec(token) ?? [];
  files.set(path, { path, sha, status: statusOf[letter] ?? 'changed', additions: 0, deletions: 0 });
}

function addCounts(files: Map<string, ChangedFile>, token: string): void {
  const found = counts.exec(token);
  const file = found && files.get(token.slice(found[0].length));
  // A dash is git's count for a binary file.
  if (file) files.set(file.path, { ...file, additions: Number(found[1]) || 0, deletions: Number(found[2]) || 0 });
}
