import { rm } from 'node:fs/promises';
import { resolveCommit } from '../git/refs.ts';
import type { Account, Repository, World } from '../world.ts';
import { type Change, clone } from './working-copy.ts';

export interface Push extends Change {
  /** Several commits in one push, instead of the one that `files`, `remove` and `message` describe. */
  readonly commits?: readonly Change[];
  /** Default: the repository's default branch. A new one starts at the default branch. */
  readonly branch?: string;
  /** Throw the branch's last commit away first, and push by force; default false. */
  readonly rewrite?: boolean;
}

export interface Pushed {
  /** What the branch, or tag, names now. */
  readonly sha: string;
  readonly before: string | null;
}

/** Clones, commits and pushes with real git over HTTP. */
export async function push(world: World, repository: Repository, account: Account, wanted: Push): Promise<Pushed> {
  const branch = wanted.branch ?? repository.defaultBranch;
  const before = await resolveCommit(repository.directory, `refs/heads/${branch}`);
  const copy = await clone(world, repository, account);
  if (before !== null) await copy.git('checkout', '--quiet', branch);
  else await copy.git('checkout', '--quiet', '-B', branch);
  if (wanted.rewrite) await copy.git('reset', '--quiet', '--hard', 'HEAD~1');
  let sha = '';
  for (const change of wanted.commits ?? [wanted]) sha = await copy.commit(change);
  await copy.git('push', '--quiet', ...(wanted.rewrite ? ['--force'] : []), 'origin', branch);
  await rm(copy.directory, { recursive: true });
  return { sha, before };
}

export interface Tag {
  readonly name: string;
  /** What to tag; default the default branch. */
  readonly at?: string;
  /** Makes the tag an annotated one. */
  readonly message?: string;
}

/** Pushes one tag, or several at once; gives back the commit of the first. */
export async function pushTags(
  world: World,
  repository: Repository,
  account: Account,
  tags: readonly Tag[],
): Promise<string | null> {
  const copy = await clone(world, repository, account);
  for (const { name, at = 'HEAD', message } of tags) {
    await copy.git('tag', ...(message === undefined ? [] : ['-a', '-m', message]), name, at);
  }
  await copy.git('push', '--quiet', 'origin', ...tags.map(({ name }) => `refs/tags/${name}`));
  await rm(copy.directory, { recursive: true });
  return resolveCommit(repository.directory, `refs/tags/${tags[0]?.name}`);
}

/** Deletes branches or tags, given as full refs, in one push. */
export async function deleteRefs(
  world: World,
  repository: Repository,
  account: Account,
  refs: readonly string[],
): Promise<void> {
  const copy = await clone(world, repository, account);
  await copy.git('push', '--quiet', 'origin', '--delete', ...refs);
  await rm(copy.directory, { recursive: true });
}
