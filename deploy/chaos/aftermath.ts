/** What must hold once all is quiet again: looked for in the database, at GitHub, in the engine, in Redis, in the temporary folder. */
import { readdir } from 'node:fs/promises';
import { Queue } from 'bullmq';
import type Docker from 'dockerode';
import type { GitHubStandIn } from '#deploy/demo/github/index.ts';
import { findAttempts } from '#services/classroom/results/submission.ts';
import { many, one, type Queryable } from '#services/platform/database.ts';

/** A commit that was pushed last to a repository during a fault. */
export interface Pushed {
  readonly repository: string;
  readonly sha: string;
  /** How many commits were pushed to it, this one included. */
  readonly pushes: number;
  /** Points in the title that the check run must have, as these files always earn them. */
  readonly title: string;
}

/** Where results are: with us, and with GitHub. */
export interface Results {
  readonly owner: Queryable;
  readonly github: Pick<GitHubStandIn, 'checkRuns' | 'comments' | 'activity'>;
}

const runsSql = `
  select r.id, r.state, s.sha, c.run_id is not null as counts from run r
  left join counted_run c on c.run_id = r.id
  join submission s on s.id = r.submission_id
  join repository p on p.id = s.repository_id where p.name = $1 order by r.id`;

interface Run {
  readonly id: number;
  readonly state: string;
  readonly sha: string;
  readonly counts: boolean;
}

/** What is wrong with one repository, in words; nothing when all is well. */
export async function wrongWith(results: Results, pushed: Pushed): Promise<string[]> {
  const wrong = [...(await wrongResults(results, pushed)), ...(await wrongAttempts(results, pushed))];
  return wrong.map((words) => `${pushed.repository}: ${words}`);
}

async function wrongResults({ owner, github }: Results, { repository, sha, title }: Pushed): Promise<string[]> {
  const runs = await many<Run>(owner, runsSql, [repository]);
  const wrong = [...Map.groupBy(runs, (run) => run.sha)].flatMap(([commit, of]) => [
    ...wrongRuns(of),
    ...(commit === sha ? [] : wrongNumber(`check runs of the earlier ${commit}`, github.checkRuns(repository, commit))),
  ]);
  if (!runs.some((run) => run.sha === sha)) wrong.push('its last commit has no run');
  const checks = github.checkRuns(repository, sha);
  wrong.push(...wrongNumber('check runs', checks), ...wrongNumber('comments', github.comments(repository, 1)));
  for (const check of checks) if (check.title !== title) wrong.push(`its title is ${check.title}, not ${title}`);
  return wrong;
}

/** What counts from later than this after its push, or after the next where webhooks change places, has lost its time. */
const LATE_MS = 60_000;

/**
 * Trouble of ours costs no attempt and no late day: as many attempts as pushes, each from about when GitHub had it; and
 * the last of them is what was pushed last, also where webhooks change places.
 */
async function wrongAttempts(
  { owner, github }: Results,
  { repository, pushes, sha: pushedLast }: Pushed,
): Promise<string[]> {
  const sql = `select participant_id as participant, assignment_id as assignment from repository where name = $1`;
  const of = await one<{ participant: number; assignment: number }>(owner, sql, [repository]);
  const attempts = await findAttempts(owner, of.participant, of.assignment);
  const wrong = attempts.length === pushes ? [] : [`${attempts.length} attempts of ${pushes} pushes`];
  const last = attempts.at(-1)?.sha;
  if (last !== pushedLast) wrong.push(`its last attempt is ${last}, not ${pushedLast}`);
  const pushed = github.activity(repository);
  const late = attempts.filter(({ sha, receivedAt }) => {
    const own = pushed.findLastIndex(({ after }) => after === sha);
    const by = (pushed[own + 1] ?? pushed[own])?.at.getTime() ?? 0;
    return receivedAt.getTime() - by > LATE_MS;
  });
  return [...wrong, ...late.map(({ number }) => `attempt ${number} counts from later than it was pushed`)];
}

/** Of one commit. */
function wrongRuns(runs: readonly Run[]): string[] {
  const wrong = wrongNumber('runs of a commit', runs);
  for (const { id, state, counts } of runs) {
    if (state !== 'done' || !counts) wrong.push(`run ${id} is ${state}${counts ? '' : ' and does not count'}`);
  }
  return wrong;
}

function wrongNumber(what: string, there: readonly unknown[]): string[] {
  return there.length === 1 ? [] : [`${there.length} ${what}`];
}

const leftSql = `
  select 'run ' || id || ' is ' || state as what from run where state <> 'done'
  union all
  select 'a lease of run ' || id from run where lease_owner is not null or lease_until is not null
  union all
  select 'report ' || subject || ' is owed' from outbox where sent < wanted or gave_up is not null
  union all
  select 'delivery ' || guid || ' is unprocessed' from delivery where processed_at is null`;

/** What is owed still: runs, leases, reports, deliveries. */
export async function leftInDatabase(owner: Queryable): Promise<string[]> {
  return (await many<{ what: string }>(owner, leftSql)).map(({ what }) => what);
}

/** Rings that nobody answered, or that failed. */
export async function leftInRedis(url: string): Promise<string[]> {
  const left: string[] = [];
  for (const name of ['grading', 'reporting']) {
    const queue = new Queue(name, { connection: { url }, prefix: 'pushmark' });
    const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized', 'failed');
    await queue.close();
    for (const [state, count] of Object.entries(counts)) if (count > 0) left.push(`${count} ${name} job(s): ${state}`);
  }
  return left;
}

/** Containers of these processes, once they have ended. */
export async function leftInEngine(docker: Pick<Docker, 'listContainers'>, pids: Iterable<number>): Promise<string[]> {
  const all = await docker.listContainers({ all: true, filters: { label: ['pushmark.owner'] } });
  const owners = [...pids].map((pid) => `-${pid}`);
  const ours = all.filter(({ Labels }) => owners.some((owner) => Labels['pushmark.owner']?.endsWith(owner)));
  return ours.map(({ Id, State }) => `container ${Id.slice(0, 12)}, ${State}`);
}

/** Folders of these processes, once they have ended. */
export async function leftInFolder(folder: string, pids: Iterable<number>): Promise<string[]> {
  const starts = [...pids].map((pid) => `pushmark-fetch-${pid}-`);
  const names = (await readdir(folder)).filter((name) => starts.some((start) => name.startsWith(start)));
  return names.map((name) => `folder ${name}`);
}
