import { resolveCommit } from '../git/refs.ts';
import { emitPull } from '../webhooks/emit.ts';
import type { Account, PullRequest, Repository, World } from '../world.ts';

export interface NewPullRequest {
  readonly title: string;
  readonly body: string | null;
  /** Branches of the same repository. */
  readonly head: string;
  readonly base: string;
}

/** Opens a pull request; both branches must exist. */
export async function createPull(
  world: World,
  repository: Repository,
  author: Account,
  wanted: NewPullRequest,
): Promise<PullRequest> {
  const sha = async (branch: string) => {
    const found = await resolveCommit(repository.directory, `refs/heads/${branch}`);
    if (found === null) throw new Error(`${repository.name} has no branch ${branch}`);
    return found;
  };
  const [headSha, baseSha] = [await sha(wanted.head), await sha(wanted.base)];
  const at = world.now();
  const number = repository.pulls.length + 1;
  const times = { createdAt: at, updatedAt: at, closedAt: null };
  const pull: PullRequest = {
    ...wanted,
    id: world.nextId('pull'),
    number,
    author,
    headSha,
    baseSha,
    state: 'open',
    ...times,
  };
  repository.pulls.push(pull);
  emitPull(world, 'opened', repository, pull, author);
  return pull;
}

export function closePull(world: World, repository: Repository, pull: PullRequest, by: Account): void {
  pull.state = 'closed';
  pull.closedAt = world.now();
  emitPull(world, 'closed', repository, pull, by);
}

export function reopenPull(world: World, repository: Repository, pull: PullRequest, by: Account): void {
  pull.state = 'open';
  pull.closedAt = null;
  emitPull(world, 'reopened', repository, pull, by);
}

/** Moves a pull request to another base branch, or renames it. */
export async function editPull(
  world: World,
  repository: Repository,
  pull: PullRequest,
  by: Account,
  change: { readonly title?: string; readonly base?: string },
): Promise<void> {
  const changes: Record<string, unknown> = {};
  if (change.title !== undefined) changes.title = { from: pull.title };
  if (change.base !== undefined) changes.base = { ref: { from: pull.base }, sha: { from: pull.baseSha } };
  pull.title = change.title ?? pull.title;
  pull.base = change.base ?? pull.base;
  pull.baseSha = (await resolveCommit(repository.directory, `refs/heads/${pull.base}`)) ?? pull.baseSha;
  pull.updatedAt = world.now();
  emitPull(world, 'edited', repository, pull, by, { changes });
}
