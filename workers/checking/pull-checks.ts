/**
 * Pull requests in a course repository get a check run with what `pushmark check` says of the assignments that they
 * touch. One worker at a time does it, beside its lanes and only while no student waits. What is checked stands at GitHub
 * alone: a check run that was begun and not ended, because its worker died, is begun again.
 */
import { type CourseRepository, followedRepositories } from '#services/classroom/setup/course-repositories.ts';
import type { Store } from '#services/classroom/trees.ts';
import { type EachDeps, forEachRepository, type Loop } from '#services/course-repository/each.ts';
import { fetchCourse, type Place, type Rest } from '#services/course-repository/fetch.ts';
import { annotationsOf, mostSummary } from '#services/course-repository/outcome.ts';
import { againAndAgain } from '#services/platform/again-and-again.ts';
import { alone, type Database, many, maybe } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { CHECK_TIMES, type CheckFilesDeps, checkFiles } from './check-files.ts';

export interface PullChecksDeps extends CheckFilesDeps, EachDeps {
  readonly database: Database;
  readonly store: Store;
  /** Undefined as long as no App is set up. */
  readonly github: () => GitHub | undefined;
}

interface Head {
  readonly repository: CourseRepository;
  readonly sha: string;
}

const name = 'Pushmark check';

/** Any number: one worker at a time. */
const lock = 7_305_021;

export function startPullChecks(deps: PullChecksDeps): Loop {
  return forEachRepository(deps, (repository) => {
    const done = new Set<string>();
    return againAndAgain(deps.log, `a pull request of ${repository.text} could not be checked`, CHECK_TIMES, (signal) =>
      lookAtPulls(deps, repository, done, signal),
    );
  });
}

/** Checks what is not checked yet; `done` remembers what need not be asked again. */
export async function lookAtPulls(
  deps: PullChecksDeps,
  repository: CourseRepository,
  done: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  const github = deps.github();
  if (!github) return;
  for (const sha of await openHeads(deps.database, repository)) {
    if (done.has(sha) || signal.aborted || (await anybodyWaits(deps))) continue;
    const ran = await alone(deps.database, lock, () => checkHead(deps, github, { repository, sha }, signal));
    if (ran) done.add(sha);
  }
}

async function openHeads(db: Database, { owner, name }: CourseRepository): Promise<string[]> {
  const sql = `select p.head_sha as sha from pull_request p join repository r on r.id = p.repository_id
    where p.open and lower(r.owner) = lower($1) and lower(r.name) = lower($2) order by p.updated_at desc limit 50`;
  return (await many<{ sha: string }>(db, sql, [owner, name])).map(({ sha }) => sha);
}

async function anybodyWaits({ database }: PullChecksDeps): Promise<boolean> {
  const sql = `select from run where state = 'queued' and not_before <= now() and cause <> 'regrade' limit 1`;
  return (await maybe(database, sql)) !== undefined;
}

async function checkHead(deps: PullChecksDeps, github: GitHub, { repository, sha }: Head, signal: AbortSignal) {
  const place = { owner: repository.owner, repo: repository.name };
  const { data } = await github.app.rest.apps.getRepoInstallation(place);
  const { rest } = github.installation(data.id);
  const run = await begin(rest, place, sha, github.appId);
  if (run === 'completed') return;
  const followed = (await followedRepositories(deps.database, deps.named)).map(({ key }) => key);
  const source = { repository: repository.key, followed };
  const { files } = await fetchCourse(rest, place, sha, { store: deps.store, known: {} });
  const { conclusion, title, summary, problems } = await checkFiles(deps, files, { name: place.repo, source }, signal);
  const output = { title, summary: summary.slice(0, mostSummary), annotations: annotationsOf(problems) };
  await rest.checks.update({ ...place, check_run_id: run, status: 'completed', conclusion, output });
  deps.log.info({ sha, conclusion, title }, 'a pull request of the course was checked');
}

async function begin(rest: Rest, place: Place, sha: string, app_id: number): Promise<number | 'completed'> {
  const external_id = `check:${sha}`;
  const { data } = await rest.checks.listForRef({ ...place, ref: sha, app_id, check_name: name, per_page: 100 });
  const known = data.check_runs.find((run) => run.external_id === external_id);
  if (known) return known.status === 'completed' ? 'completed' : known.id;
  const output = { title: 'Checking', summary: 'Reference, starter and every planted mistake are being graded.' };
  const started = await rest.checks.create({
    ...place,
    name,
    head_sha: sha,
    external_id,
    status: 'in_progress',
    output,
  });
  return started.data.id;
}
