/**
 * Follows the course's repository: what its branch holds is taken over, and a check run on the commit says what came of
 * it. A push is seen by its hand-in, which belongs to nobody; what no webhook told is seen by asking for the branch.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { keepPlace, readPlace } from '#services/classroom/intake/place.ts';
import { type CourseRepository, courseRepository } from '#services/classroom/setup/course-repository.ts';
import type { Store } from '#services/classroom/trees.ts';
import { alone, type Database, maybe } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import type { Log } from '#services/platform/log.ts';
import { type Blobs, fetchCourse, type Place, type Rest } from './fetch.ts';
import { annotationsOf, type Outcome, refused } from './outcome.ts';
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
  const stopping = new AbortController();
  const looking = loop(deps, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await looking;
    },
  };
}

async function loop(deps: FollowDeps, signal: AbortSignal): Promise<void> {
  let askAt = 0;
  while (!signal.aborted) {
    const ask = Date.now() >= askAt;
    const pause = await alone(deps.database, lock, () => look(deps, ask)).then(
      () => {
        if (ask) askAt = Date.now() + times.askMs;
        return times.lookMs;
      },
      (err) => {
        deps.log.warn({ err }, 'the course repository could not be taken over');
        return times.troubleMs;
      },
    );
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

interface Taken {
  readonly repository: string;
  readonly sha: string;
  readonly blobs: Blobs;
}

/** One look; `ask`: GitHub is asked for the branch, too. */
export async function look(deps: FollowDeps, ask: boolean): Promise<void> {
  const repository = deps.repository ?? (await courseRepository(deps.database));
  if (!repository) return;
  const taken = await readPlace<Taken>(deps.database, 'course-repository');
  const isNew = taken?.repository !== repository.text;
  const told = ask || isNew ? undefined : await lastPush(deps.database, repository);
  if (!ask && !isNew && (told === undefined || told === taken.sha)) return;
  const place = { owner: repository.owner, repo: repository.name };
  const { data } = await deps.github.app.rest.apps.getRepoInstallation(place);
  const { rest } = deps.github.installation(data.id);
  const sha = told ?? (await headOf(rest, place, repository.branch));
  if (!isNew && sha === taken.sha) return;
  const { outcome, blobs } = await take(deps, { rest, place, sha, known: taken?.blobs ?? {} });
  await report(rest, place, sha, outcome);
  await keepPlace(deps.database, 'course-repository', { repository: repository.text, sha, blobs } satisfies Taken);
  deps.log.info({ sha, conclusion: outcome.conclusion, title: outcome.title }, 'the course repository was taken over');
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
}

async function take(
  deps: FollowDeps,
  { rest, place, sha, known }: Commit,
): Promise<{ outcome: Outcome; blobs: Blobs }> {
  try {
    const { files, blobs } = await fetchCourse(rest, place, sha, { store: deps.store, known });
    const { outcome, queued } = await takeOver(deps, files, place.repo);
    if (queued > 0) deps.ring();
    return { outcome, blobs };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { outcome: refused(error.problems), blobs: known };
  }
}

async function report(rest: Rest, place: Place, sha: string, { conclusion, title, summary, problems }: Outcome) {
  await rest.checks.create({
    ...{ ...place, name: 'Pushmark course', head_sha: sha, external_id: `course:${sha}` },
    ...{ status: 'completed', conclusion, output: { title, summary, annotations: annotationsOf(problems) } },
  });
}
