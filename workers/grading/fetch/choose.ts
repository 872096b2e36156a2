import type { FetchLimits } from './limits.ts';
import type { Entry } from './listing.ts';

/** A part of the commit that is not looked at, and why: one sentence for the student. */
export interface Refused {
  /** May hold anything that a file name can; invalid UTF-8 is replaced. */
  readonly path: string;
  readonly reason: string;
}

export interface Chosen {
  readonly files: readonly { readonly path: string; readonly object: string; readonly size: number }[];
  readonly refused: readonly Refused[];
}

const FILE_MODES: ReadonlySet<string> = new Set(['100644', '100755', '100664']);
const strict = new TextDecoder('utf-8', { fatal: true });

/** Decides by the listing alone which files are read. Names are only held to what a tree of ours can carry; which of them Go may see is decided where the workspace is built. */
export function choose(entries: readonly Entry[], limits: FetchLimits): Chosen {
  const files: Chosen['files'][number][] = [];
  const refused: Refused[] = [];
  const taken = new Set<string>();
  let total = 0;
  for (const entry of goFirst(entries)) {
    const path = entry.path.toString('utf8');
    const reason = refusal(entry, path, limits) ?? (taken.has(path) ? 'The commit names it twice.' : undefined);
    if (reason !== undefined) refused.push({ path, reason });
    else if (total + entry.size > limits.totalBytes) refused.push({ path, reason: tooMuch(limits) });
    else {
      files.push({ path, object: entry.object, size: entry.size });
      total += entry.size;
      taken.add(path);
    }
  }
  return { files, refused };
}

/** So that a folder of pictures never keeps the code out. Folders themselves are of no further use. */
function goFirst(entries: readonly Entry[]): Entry[] {
  const blobs = entries.filter((entry) => entry.type !== 'tree');
  return [...blobs.filter(isGo), ...blobs.filter((entry) => !isGo(entry))];
}

function isGo(entry: Entry): boolean {
  return entry.path.subarray(-3).toString('latin1') === '.go';
}

function refusal(entry: Entry, path: string, limits: FetchLimits): string | undefined {
  if (entry.type === 'commit') return 'It is a submodule: commit the files themselves.';
  if (entry.mode === '120000') return 'It is a symbolic link: commit the file itself.';
  if (!FILE_MODES.has(entry.mode)) return 'It is not an ordinary file.';
  if (!isDecodable(entry.path) || !isOrdinary(path)) return 'Its name holds signs that a file name should not.';
  if (entry.path.byteLength > limits.pathBytes || path.split('/').length > limits.depth) return 'Its path is too long.';
  if (entry.size > limits.fileBytes) return `It is bigger than ${mebibytes(limits.fileBytes)}.`;
  return undefined;
}

function isDecodable(path: Buffer): boolean {
  try {
    strict.decode(path);
    return true;
  } catch {
    return false;
  }
}

function isOrdinary(path: string): boolean {
  const segments = path.split('/');
  return (
    !/\p{Cc}/u.test(path) &&
    segments.every((name) => name !== '' && name !== '.' && name !== '..' && !/^\.git$/i.test(name))
  );
}

function tooMuch(limits: FetchLimits): string {
  return `All files together are bigger than ${mebibytes(limits.totalBytes)}.`;
}

export function mebibytes(bytes: number): string {
  return bytes >= 1024 ** 2 ? `${Math.round(bytes / 1024 ** 2)} MiB` : `${Math.round(bytes / 1024)} KiB`;
}
