/**
 * Follows the course repositories: what the branch of each holds is taken over, and a check run on the commit says what
 * came of it. A push is seen by its hand-in, which belongs to nobody; what no webhook told is seen by asking for the branch.
 */
import { createHash } from 'node:crypto';
import type { Source } from '#services/classroom/course/claims.ts';
import { areAnswered, type Trying } from '#services/classroom/course/judging-checks.ts';
import { type CourseRepository, followedRepositories } from '#services/classroom/setup/course-repositories.ts';
import { keepTaken, keepTrouble, type Taken, takenFrom } from '#services/classroom/setup/followed.ts';
import type { Store } from '#services/classroom/trees.ts';
import { againAndAgain } from '#services/platform/again-and-again.ts';
import { alone, type Database, maybe } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { gate } from '#services/platform/gate.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { type EachDeps, forEachRepository, type Loop } from './each.ts';
import { fetchCourse, type Place, type Rest } from './fetch.ts';
import { annotationsOf, mostSummary, type Outcome, refused } from './outcome.ts';
import { takeOver } from './take-over.ts';

export interface FollowDeps extends EachDeps {
  /** With the rights of the web. */
  readonly database: Database;
  readonly store: Store;
  readonly github: GitHub;
  /** Says that runs were queued. */
  readonly ring: () => unknown;
}

const times = { lookMs: 2_000, askMs: 600_000, troubleMs: 30_000 };

/** Repositories at once: each holds a connection of the database for its lock, and needs a second one. */
const most = 3;

export function startFollowing(deps: FollowDeps): Loop {
  const through = gate(most);
  return forEachRepository(deps, (repository) => {
    let askAt = 0;
    return againAndAgain(deps.log, `${repository.text} could not be taken over`, times, async () => {
      const ask = Date.now() >= askAt;
      await through(() => alone(deps.database, lockOf(repository), () => lookOrSay(deps, repository, ask)));
      if (ask) askAt = Date.now() + times.askMs;
    });
  });
}

/** One process at a time looks at a repository. */
function lockOf({ key }: CourseRepository): number {
  return createHash('sha256').update(`course repository ${key}`).digest().readUIntBE(0, 6);
}

async function lookOrSay(deps: FollowDeps, repository: CourseRepository, ask: boolean): Promise<void> {
  try {
    await look(deps, repository, ask);
  } catch (error) {
    await keepTrouble(deps.database, repository, troubleOf(error, 0).why).catch(() => undefined);
    throw error;
  }
}

/** One look at a repository; `ask`: GitHub is asked for the branch, too. */
export async function look(deps: FollowDeps, repository: CourseRepository, ask: boolean): Promise<void> {
  const { database, github } = deps;
  const taken = await takenFrom(database, repository);
  const followed = (await followedRepositories(database, deps.named)).map(({ key }) => key);
  const told = ask || !taken ? undefined : await lastPush(database, repository);
  const again = taken !== undefined && (await isAgain(database, taken, followed, ask));
  if (!ask && taken && !again && (told === undefined || told === taken.sha)) return;
  const place = { owner: repository.owner, repo: repository.name };
  const { data } = await github.app.rest.apps.getRepoInstallation(place);
  const { rest } = github.installation(data.id);
  const sha = told ?? (await headOf(rest, place, repository.branch));
  const before = sha === taken?.sha ? taken : undefined;
  if (before && !again) return keepTaken(database, repository, before);
  const source = { repository: repository.key, followed };
  const commit = { rest, place, sha, known: taken?.blobs ?? {}, trying: before ? 'yes' : 'again', source } as const;
  const { outcome, ...rests } = await take(deps, commit);
  if (!before && taken?.checkRun && taken.waiting.length > 0) await endSuperseded(rest, place, taken.checkRun);
  const checkRun = await report(rest, place, { sha, known: before?.checkRun }, outcome);
  const { title, conclusion } = outcome;
  const open = conclusion === 'open' || rests.takenBy.length > 0;
  const now = { sha, title, failed: conclusion === 'failure', ...rests, checkRun: open ? checkRun : undefined };
  await keepTaken(database, repository, now);
  deps.log.info({ sha, conclusion, title, repository: repository.text }, 'a course repository was taken over');
}

/** Whether the same commit is to be taken over again: what was tried first is, or what others had may be free. */
async function isAgain(
  db: Database,
  { waiting, takenBy }: Taken,
  followed: readonly string[],
  ask: boolean,
): Promise<boolean> {
  if (takenBy.length > 0 && (ask || takenBy.some((key) => !followed.includes(key)))) return true;
  return waiting.length > 0 && (await areAnswered(db, waiting));
}

async function lastPush(db: Database, { owner, name, branch }: CourseRepository): Promise<string | undefined> {
  const row = await maybe<{ sha: string }>(
    db,
    `select h.sha from repository r join hand_in h on h.repository_id = r.id
     where lower(r.owner) = lower($1) and lower(r.name) = lower($2) and h.branch = coalesce($3, r.default_branch)
     order by h.received_at desc, h.id desc limit 1`,
    [owner, name, branch],
  );
  return row?.sha;
}

async function headOf(rest: Rest, place: Place, branch: string | undefined): Promise<string> {
  const name = branch ?? (await rest.repos.get(place)).data.default_branch;
  return (await rest.repos.getBranch({ ...place, branch: name })).data.commit.sha;
}

interface Commit {
  readonly rest: Rest;
  readonly place: Place;
  readonly sha: string;
  readonly known: Taken['blobs'];
  readonly trying: Trying;
  readonly source: Source;
}

async function take(deps: FollowDeps, { rest, place, sha, known, trying, source }: Commit) {
  try {
    const { files, blobs } = await fetchCourse(rest, place, sha, { store: deps.store, known });
    const { outcome, queued, waiting, takenBy } = await takeOver(deps, files, { name: place.repo, trying, source });
    if (queued > 0) deps.ring();
    return { outcome, blobs, waiting, takenBy };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { outcome: refused(error.problems), blobs: known, waiting: [], takenBy: [] };
  }
}

const name = 'Pushmark course';

/** Answers the check run that stays open: what the push changes is not tried yet. */
async function report(
  rest: Rest,
  place: Place,
  { sha, known }: { readonly sha: string; readonly known: number | undefined },
  { conclusion, title, summary, problems }: Outcome,
): Promise<number> {
  const output = { title, summary: summary.slice(0, mostSummary), annotations: annotationsOf(problems) };
  const state =
    conclusion === 'open' ? ({ status: 'in_progress' } as const) : ({ status: 'completed', conclusion } as const);
  const { data } = known
    ? await rest.checks.update({ ...place, check_run_id: known, ...state, output })
    : await rest.checks.create({ ...place, name, head_sha: sha, external_id: `course:${sha}`, ...state, output });
  return data.id;
}

async function endSuperseded(rest: Rest, place: Place, check_run_id: number): Promise<void> {
  const output = { title: 'A later push took its place', summary: 'It was not tried to its end.' };
  await rest.checks.update({ ...place, check_run_id, status: 'completed', conclusion: 'neutral', output });
}
