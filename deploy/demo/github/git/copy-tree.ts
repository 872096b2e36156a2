import type { Signature } from './commits.ts';
import { git } from './git.ts';
import { setRef, writeCommit } from './objects.ts';

/** The files of a branch of one repository as the only commit of the same branch of another. */
export async function copyTree(from: string, to: string, ref: string, by: Signature): Promise<void> {
  await git(to, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', from, ref]);
  const tree = (await git(from, ['rev-parse', `${ref}^{tree}`])).trim();
  const facts = { tree, parents: [], message: 'Initial commit', author: by, committer: by };
  await setRef(to, ref, await writeCommit(to, facts));
}

/** Whether a branch has anything below a path. */
export async function hasFiles(directory: string, ref: string, path: string): Promise<boolean> {
  return (await git(directory, ['ls-tree', ref, `${path}/`])).trim() !== '';
}
