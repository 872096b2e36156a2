/**
 * Follows the course's repository: what its branch holds is taken over, and a check run on the commit says what came of
 * it. A push is seen by its hand-in, which belongs to nobody; what no webhook told is seen by asking for the branch.
 */
import { areAnswered, type Trying } from '#services/classroom/course/judging-checks.ts';
import { keepPlace, readPlace } from '#services/classroom/intake/place.ts';
import { type CourseRepository, courseRepository } from '#services/classroom/setup/course-repository.ts';
import type { Digest, Store } from '#services/classroom/trees.ts';
import { againAndAgain } from '#services/platform/again-and-again.ts';
import { alone, type Database, maybe } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import type { Log } from '#services/platform/log.ts';
import { type Blobs, fetchCourse, type Place, type Rest } from './fetch.ts';
import { annotationsOf, mostSummary, type Outcome, refused } from './outcome.ts';
import { takeOver } from './take-over.ts';

export interface FollowDeps {
  /** With the rights of the web. */
  readonly database: Database;
  readonly store: Store;
  readonly github: GitHub;
  readonly log: Log;
  /** The one that the environment names; undefined: the one of the setting. */
  readonly repository: CourseRepository | undefined;
  /** Says that runs were queued. */
  readonly ring: () => unknown;
}

const times = { lookMs: 2_000, askMs: 600_000, troubleMs: 30_000 };

/** Any number: one process at a time. */
const lock = 7_305_020;

export function startFollowing(deps: FollowDeps): { stop(): Promise<void> } {
  let askAt = 0;
  return againAndAgain(deps.log, 'the course repository could not be taken over', times, async () => {
    const ask = Date.now() >= askAt;
    await alone(deps.database, lock, () => look(deps, ask));
    if (ask) askAt = Date.now() + times.askMs;
  });
}

interface Taken {
  readonly repository: string;
  readonly sha: string;
  readonly blobs: Blobs;
  /** Judging that is tried first; once it is, the same commit is taken over again. */
  readonly waiting?: readonly Digest[];
  /** The check run that waits for that. */
  readonly checkRun?: number | undefined;
}

/** One look; `ask`: GitHub is asked for the branch, too. */
export async function look(deps: FollowDeps, ask: boolean): Promise<void> {
  const repository = deps.repository ?? (await courseRepository(deps.database));
  if (!repository) return;
  const taken = await readPlace<Taken>(deps.database, 'course-repository');
  const isNew = taken?.repository !== repository.text;
  const told = ask || isNew ? undefined : await lastPush(deps.database, repository);
  const isTried = !isNew && (await areTried(deps.database, taken));
  if (!ask && !isNew && !isTried && (told === undefined || told === taken.sha)) return;
  const place = { owner: repository.owner, repo: repository.name };
  const { data } = await deps.github.app.rest.apps.getRepoInstallation(place);
  const { rest } = deps.github.installation(data.id);
  const sha = told ?? (await headOf(rest, place, repository.branch));
  const isSame = !isNew && sha === taken.sha;
  if (isSame && !isTried) return;
  const trying = isSame ? 'yes' : 'again';
  const { outcome, blobs, waiting } = await take(deps, { rest, place, sha, known: taken?.blobs ?? {}, trying });
  if (!isSame && taken?.checkRun) await endSuperseded(rest, place, taken.checkRun);
  const checkRun = await report(rest, place, { sha, known: isSame ? taken.checkRun : undefined }, outcome);
  const now: Taken = { repository: repository.text, sha, blobs, waiting, checkRun };
  await keepPlace(deps.database, 'course-repository', now);
  deps.log.info({ sha, conclusion: outcome.conclusion, title: outcome.title }, 'the course repository was taken over');
}

async function areTried(db: Database, { waiting = [] }: Taken): Promise<boolean> {
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
  readonly known: Blobs;
  readonly trying: Trying;
}

async function take(deps: FollowDeps, { rest, place, sha, known, trying }: Commit) {
  try {
    const { files, blobs } = await fetchCourse(rest, place, sha, { store: deps.store, known });
    const { outcome, queued, waiting } = await takeOver(deps, files, place.repo, trying);
    if (queued > 0) deps.ring();
    return { outcome, blobs, waiting };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { outcome: refused(error.problems), blobs: known, waiting: [] };
  }
}

const name = 'Pushmark course';

/** Answers the check run that stays open: what the push changes is not tried yet. */
async function report(
  rest: Rest,
  place: Place,
  { sha, known }: { readonly sha: string; readonly known: number | undefined },
  { conclusion, title, summary, problems }: Outcome,
): Promise<number | undefined> {
  const output = { title, summary: summary.slice(0, mostSummary), annotations: annotationsOf(problems) };
  const state =
    conclusion === 'open' ? ({ status: 'in_progress' } as const) : ({ status: 'completed', conclusion } as const);
  const { data } = known
    ? await rest.checks.update({ ...place, check_run_id: known, ...state, output })
    : await rest.checks.create({ ...place, name, head_sha: sha, external_id: `course:${sha}`, ...state, output });
  return conclusion === 'open' ? data.id : undefined;
}

async function endSuperseded(rest: Rest, place: Place, check_run_id: number): Promise<void> {
  const output = { title: 'A later push took its place', summary: 'It was not tried to its end.' };
  await rest.checks.update({ ...place, check_run_id, status: 'completed', conclusion: 'neutral', output });
}
