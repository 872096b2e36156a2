/** Objects that GitHub reads from a repository, and writes into it by itself, without a push. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Signature } from './commits.ts';
import { git, gitBytes, tryGit } from './git.ts';

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

/** What kind of object a full SHA names; null when the repository has none of that name. */
export async function objectType(directory: string, sha: string): Promise<ObjectType | null> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return null;
  const result = await tryGit(directory, ['cat-file', '-t', sha]);
  return result.code === 0 ? (result.output.trim() as ObjectType) : null;
}

export async function writeBlob(directory: string, contents: Buffer): Promise<string> {
  return (await git(directory, ['hash-object', '-w', '--stdin'], { input: contents })).trim();
}

export function readBlob(directory: string, sha: string): Promise<Buffer> {
  return gitBytes(directory, ['cat-file', 'blob', sha]);
}

export interface TreeEntry {
  /** From the tree that was asked for. */
  readonly path: string;
  readonly mode: string;
  readonly type: ObjectType;
  readonly sha: string;
  /** Bytes of a blob; null for others. */
  readonly size: number | null;
}

/** The entries of a tree, of all below it when `recursive`. */
export async function readTree(directory: string, tree: string, recursive = false): Promise<readonly TreeEntry[]> {
  const how = recursive ? ['-r', '-t'] : [];
  return entries(await git(directory, ['ls-tree', '-z', '-l', ...how, tree]));
}

/** A file or folder in a commit; null when it has none of that path. */
export async function findEntry(directory: string, commit: string, path: string): Promise<TreeEntry | null> {
  const [found = null] = entries(await git(directory, ['ls-tree', '-z', '-l', commit, '--', path]));
  return found;
}

function entries(output: string): readonly TreeEntry[] {
  const lines = output.split('\0').filter((line) => line !== '');
  return lines.map((line) => {
    const tab = line.indexOf('\t');
    const [mode = '', type = '', sha = '', size = ''] = line.slice(0, tab).split(/ +/);
    const common = { path: line.slice(tab + 1), mode, type: type as ObjectType, sha };
    return { ...common, size: size === '-' ? null : Number(size) };
  });
}

/** A path in a tree to be written; without a SHA it is taken out. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | null;
}

/** A tree with changes to another one, or to none; null when git finds an object missing, or two paths at odds. */
export async function writeTree(
  directory: string,
  base: string | null,
  changes: readonly TreeChange[],
): Promise<string | null> {
  const index = join(directory, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  const lines = changes.map(
    ({ path, mode, sha }) => `${sha === null ? '0' : mode} ${sha ?? '0'.repeat(40)}\t${path}\0`,
  );
  try {
    await git(directory, ['read-tree', base ?? '--empty'], { env });
    const updated = await tryGit(directory, ['update-index', '-z', '--index-info'], { env, input: lines.join('') });
    const written = await tryGit(directory, ['write-tree'], { env });
    return updated.code === 0 && written.code === 0 ? written.output.trim() : null;
  } finally {
    await rm(index, { force: true });
  }
}

export interface CommitFacts {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

export async function writeCommit(directory: string, facts: CommitFacts): Promise<string> {
  const { tree, parents, message, author, committer } = facts;
  const env = { ...identity('AUTHOR', author), ...identity('COMMITTER', committer) };
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  return (await git(directory, args, { env, input: message })).trim();
}

function identity(role: 'AUTHOR' | 'COMMITTER', { name, email, date }: Signature): NodeJS.ProcessEnv {
  return { [`GIT_${role}_NAME`]: name, [`GIT_${role}_EMAIL`]: email, [`GIT_${role}_DATE`]: date };
}

export function setRef(directory: string, ref: string, sha: string): Promise<string> {
  return git(directory, ['update-ref', ref, sha]);
}

export function deleteRef(directory: string, ref: string): Promise<string> {
  return git(directory, ['update-ref', '-d', ref]);
}
