/** What GitHub does when refs of a repository have moved: activity, webhooks, pull requests, check suites. */
import { readCommit, readCommits } from '../git/commits.ts';
import { git } from '../git/git.ts';
import { isAncestor, type RefUpdate } from '../git/refs.ts';
import { accountObject } from '../objects/account.ts';
import { noreplyAddress, pushedCommitObject } from '../objects/commit.ts';
import { pushedRepositoryObject, repositoryPage } from '../objects/repository.ts';
import { type Account, type Json, type Repository, type World, zeroSha } from '../world.ts';
import { emit, emitPull } from './emit.ts';
import { openSuite } from './suites.ts';

/** More commits than this are left out of a push webhook. */
const mostCommits = 2048;
/** When more tags than this are pushed at once GitHub sends no event for any of them. */
const mostTags = 3;

export async function refsMoved(
  world: World,
  repository: Repository,
  actor: Account,
  updates: readonly RefUpdate[],
): Promise<void> {
  repository.pushedAt = world.now();
  const isTag = (update: RefUpdate) => update.ref.startsWith('refs/tags/');
  const tooManyTags = updates.filter(isTag).length > mostTags;
  for (const update of updates) {
    const forced = await isForced(repository, update);
    if (!isTag(update)) recordActivity(world, repository, actor, update, forced);
    if (isTag(update) && tooManyTags) continue;
    await announce(world, repository, actor, update, forced);
    if (!isTag(update)) await branchMoved(world, repository, actor, update);
  }
}

async function isForced(repository: Repository, { before, after }: RefUpdate): Promise<boolean> {
  if (before === zeroSha || after === zeroSha) return false;
  return !(await isAncestor(repository.directory, before, after));
}

/** GitHub's activity list knows branches only. */
function recordActivity(
  world: World,
  repository: Repository,
  actor: Account,
  update: RefUpdate,
  forced: boolean,
): void {
  const { ref, before, after } = update;
  const moved = forced ? 'force_push' : 'push';
  const type = before === zeroSha ? 'branch_creation' : after === zeroSha ? 'branch_deletion' : moved;
  repository.activities.push({ id: world.nextId('activity'), before, after, ref, type, actor, at: world.now() });
}

async function announce(
  world: World,
  repository: Repository,
  actor: Account,
  update: RefUpdate,
  forced: boolean,
): Promise<void> {
  const [, kind, ...name] = update.ref.split('/');
  const about = { ref: name.join('/'), ref_type: kind === 'tags' ? 'tag' : 'branch', pusher_type: 'user' };
  if (update.before === zeroSha) {
    const more = { master_branch: repository.defaultBranch, description: null };
    emit(world, 'create', null, repository, actor, { ...about, ...more });
  }
  if (update.after === zeroSha) emit(world, 'delete', null, repository, actor, about);
  emit(world, 'push', null, repository, actor, await pushPayload(world, repository, actor, update, forced));
}

async function pushPayload(
  world: World,
  repository: Repository,
  actor: Account,
  { ref, before, after }: RefUpdate,
  forced: boolean,
): Promise<Json> {
  const deleted = after === zeroSha;
  const commits = deleted ? [] : await newCommits(repository, ref, before, after);
  // `after` of an annotated tag is the tag object; the head commit is what it names.
  const head = deleted ? null : await readCommit(repository.directory, after);
  return {
    ...{ ref, before, after, base_ref: null, created: before === zeroSha, deleted, forced },
    compare: `${repositoryPage(world, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: commits.map((commit) => pushedCommitObject(world, repository, commit)),
    head_commit: head && pushedCommitObject(world, repository, head),
    pusher: { name: actor.login, email: noreplyAddress(actor) },
    sender: accountObject(world, actor),
    repository: pushedRepositoryObject(world, repository),
  };
}

/** The commits that came with a push; those of a new branch are the ones that no other ref reaches. */
async function newCommits(repository: Repository, ref: string, before: string, after: string) {
  const { directory } = repository;
  const limits = ['--reverse', `--max-count=${mostCommits}`];
  if (before !== zeroSha) return readCommits(directory, [...limits, `${before}..${after}`]);
  const others = await git(directory, ['for-each-ref', '--format=%(objectname) %(refname)']);
  const known = others.split('\n').filter((line) => line !== '' && line.slice(41) !== ref);
  return readCommits(directory, [...limits, after, '--not', ...known.map((line) => line.slice(0, 40))]);
}

async function branchMoved(world: World, repository: Repository, actor: Account, update: RefUpdate): Promise<void> {
  const branch = update.ref.replace('refs/heads/', '');
  if (update.after === zeroSha) return closePulls(world, repository, actor, branch);
  for (const pull of repository.pulls.filter((each) => each.base === branch)) pull.baseSha = update.after;
  for (const pull of openPulls(repository, branch)) {
    pull.headSha = update.after;
    pull.updatedAt = world.now();
    const { before, after } = update;
    emitPull(world, 'synchronize', repository, pull, actor, { before, after });
  }
  await openSuite(world, repository, actor, { ...update, branch });
}

function closePulls(world: World, repository: Repository, actor: Account, branch: string): void {
  for (const pull of openPulls(repository, branch)) {
    pull.state = 'closed';
    pull.closedAt = world.now();
    emitPull(world, 'closed', repository, pull, actor);
  }
}

function openPulls(repository: Repository, branch: string) {
  return repository.pulls.filter((pull) => pull.state === 'open' && pull.head === branch);
}
