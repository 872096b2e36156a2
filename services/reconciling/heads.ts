import {
  type ComparedRepository,
  type Head,
  keepCompared,
  noteBeginning,
  repositoriesToCompare,
  unknownHeads,
} from '#services/classroom/intake/heads.ts';
import { isMore } from '#services/platform/github/pages.ts';
import { type Activity, activityOf, type Client } from './activity.ts';
import { fullName, handInFound } from './found.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import { inTurn, type Requests, unlessUnchanged } from './requests.ts';
import { compareTags } from './tags.ts';

/**
 * Compares branches at GitHub with what was handed in, the repositories that were looked at longest ago first. A head
 * that no delivery named is handed in with the time of its push. GitHub answers most of it with "unchanged".
 */
export async function compareHeads(deps: ReconcilerDeps, requests: Requests, olderThanSeconds: number): Promise<void> {
  const due = await repositoriesToCompare(deps.database, 500, olderThanSeconds);
  const work = (repository: ComparedRepository) => compare(deps, requests, repository);
  await inTurn(requests, due, work, async (repository, facts) => {
    // Gone, closed to us, or in trouble of its own: it is looked at again in its turn.
    deps.log.warn({ repository: fullName(repository), ...facts }, 'branches could not be compared');
    await keepCompared(deps.database, repository.id, undefined);
  });
}

async function compare(deps: ReconcilerDeps, requests: Requests, repository: ComparedRepository): Promise<void> {
  const { database, github } = deps;
  const { id, owner, name, etag } = repository;
  const client = await github.client(repository);
  if (repository.tags) await compareTags(deps, requests, client, repository);
  const query = { owner, repo: name, per_page: 100, headers: etag ? { 'if-none-match': etag } : {} };
  const answer = await unlessUnchanged(requests, client.rest.repos.listBranches(query));
  if (!answer) return keepCompared(database, id, etag ?? undefined);
  const listed = answer.data.map((branch) => ({ branch: branch.name, sha: branch.commit.sha }));
  const further = isMore(answer.headers) ? await unlistedHeads(requests, client, repository, listed) : [];
  const watched = [...listed, ...further].filter(({ branch }) => repository.branches.includes(branch));
  let settled = true;
  for (const head of await unknownHeads(database, id, watched)) {
    settled = (await settleHead(deps, requests, client, repository, head)) && settled;
  }
  // The mark is the first page's: with more pages, "unchanged" would say nothing of the others.
  await keepCompared(database, id, settled && !isMore(answer.headers) ? answer.headers.etag : undefined);
}

/** Branches that are asked for one by one, at each look: somebody may open pull requests without end. */
const mostUnlisted = 20;

/** Watched branches beyond the first page of the list, the default branch first. */
async function unlistedHeads(
  requests: Requests,
  client: Client,
  { owner, name: repo, branches }: ComparedRepository,
  listed: readonly Head[],
): Promise<Head[]> {
  const unlisted = branches.filter((each) => !listed.some(({ branch }) => branch === each));
  const heads: Head[] = [];
  for (const branch of unlisted.slice(0, mostUnlisted)) {
    if (!requests.take()) break;
    const found = await client.rest.repos.getBranch({ owner, repo, branch }).catch(noneIsUndefined);
    if (found) heads.push({ branch, sha: found.data.commit.sha });
  }
  return heads;
}

function noneIsUndefined(error: { status?: number }): undefined {
  if (error.status !== 404) throw error;
}

/** False when it is to be looked at again: its delivery may be on its way, or there was no request left. */
async function settleHead(
  deps: ReconcilerDeps,
  requests: Requests,
  client: Client,
  repository: ComparedRepository,
  head: Head,
): Promise<boolean> {
  if (!requests.take()) return false;
  const push = await firstPush(client, repository, head);
  if (push && Date.now() - Date.parse(push.timestamp) < deps.times.graceMs) return false;
  if (await isBeginning(client, repository, head, push)) await noteBeginning(deps.database, repository, head);
  else await handInFound(deps, repository, { ref: `refs/heads/${head.branch}`, sha: head.sha, push });
  return true;
}

/** A repository made from a template has its first commit soon after it was made, without anybody's having pushed it. */
const makingMs = 600_000;

async function isBeginning(client: Client, repository: ComparedRepository, head: Head, push: Activity | undefined) {
  if (head.branch !== repository.defaultBranch) return false;
  if (!push) return !repository.handed;
  if (push.activity_type !== 'branch_creation') return false;
  const { data } = await client.rest.repos.get({ owner: repository.owner, repo: repository.name });
  return Date.parse(push.timestamp) - Date.parse(data.created_at) < makingMs;
}

/** The push that first brought the branch to this commit, by GitHub's own record; undefined where it has none. */
async function firstPush(client: Client, repository: ComparedRepository, head: Head): Promise<Activity | undefined> {
  return (await activityOf(client, repository, head.branch)).findLast(({ after }) => after === head.sha);
}
