import { until } from '#deploy/demo/testing/waiting.ts';
import { execute, many, one } from '#services/platform/database.ts';
import type { Ground } from '../ground.ts';
import { type Fault, proven, refused } from './fault.ts';

const heldSql = `select count(*)::int as n from run where state = 'running' and lease_owner like '%/' || $1`;

/** Any run that is being graded, so that what happens next happens in its midst. */
export function grading({ database }: Ground): Promise<true> {
  const sql = `select count(*)::int as n from run where state = 'running'`;
  return until(
    'a run that is being graded',
    async () => (await one<{ n: number }>(database.owner, sql)).n > 0 || undefined,
  );
}

/** Kills the first worker while it grades, and starts another. `patient`: the dead one's lease runs out by itself, a minute later. */
export async function killWorker(ground: Ground, { patient = true } = {}): Promise<string> {
  const { owner } = ground.database;
  const kill = async () => {
    const [worker] = ground.workers;
    if (!worker) throw new Error('no worker runs');
    const pid = String(worker.pid);
    const held = async () => (await one<{ n: number }>(owner, heldSql, [pid])).n;
    if ((await held()) === 0) return undefined;
    await worker.end('SIGKILL');
    // It may just have ended the last one.
    const left = await held();
    if (!patient) await execute(owner, `update run set lease_until = now() where lease_owner like '%/' || $1`, [pid]);
    ground.workers[0] = await ground.startWorker();
    return (worker.signal() === 'SIGKILL' && left) || undefined;
  };
  return `a worker was killed with ${await until('a run of the worker', kill)} run(s) under its lease`;
}

export const workerKilled: Fault = {
  name: 'worker-killed',
  async inject(ground, burst) {
    await burst();
    return killWorker(ground);
  },
};

const inHandSql = `select split_part(lease_owner, '/', 2)::int as pid from outbox where lease_until > now()`;

/** Kills a reporter with a report in hand, and starts another: what it had taken is sent by somebody else, once. */
export async function killReporter(ground: Ground): Promise<string> {
  ground.github.failAnswers({ operation: 'checks/create', kind: 'hang' });
  const inHand = async () => (await many<{ pid: number }>(ground.database.owner, inHandSql)).map(({ pid }) => pid);
  const kill = async () => {
    const pids = await inHand();
    const reporter = ground.reporters.find(({ pid }) => pids.includes(pid));
    await reporter?.end('SIGKILL');
    // It may just have sent the last one.
    const left = (await inHand()).filter((pid) => pid === reporter?.pid).length;
    if (reporter) ground.reporters[ground.reporters.indexOf(reporter)] = await ground.startReporter();
    return left || undefined;
  };
  return `a reporter was killed with ${await until('a reporter with a report', kill)} report(s) in hand`;
}

export const reporterKilled: Fault = {
  name: 'reporter-killed',
  async inject(ground, burst) {
    await burst();
    return killReporter(ground);
  },
};

/** All web processes are killed; the next ones have to find the pushes. */
export const webKilled: Fault = {
  name: 'web-killed',
  async inject(ground, burst) {
    const killed = [...ground.webs];
    await Promise.all(killed.map((web) => web.end('SIGKILL')));
    await burst();
    const silent = await Promise.all(killed.map(({ url }) => refused(fetch(url))));
    for (let i = 0; i < killed.length; i++) ground.webs[i] = await ground.startWeb();
    return proven(silent.every(Boolean), `webhooks met none of ${killed.length} web processes`);
  },
};

/** Ends the first web process as an upgrade does; the other takes what follows until a new one is there. */
export async function stopWeb(ground: Ground, burst: () => Promise<void>): Promise<string> {
  const [web, other] = ground.webs;
  if (!web || !other) throw new Error('there are no two web processes');
  const taken = (url: string) => ground.front.accepted.get(url) ?? 0;
  const before = taken(web.url);
  await web.end('SIGTERM');
  const from = taken(other.url);
  await burst();
  await ground.github.webhooksSettled();
  const rest = taken(other.url) - from;
  ground.webs[0] = await ground.startWeb();
  const words = `a web process was stopped after ${before} deliveries, the other took the next ${rest}`;
  return proven(before > 0 && rest > 0, words);
}

/** Waits until each worker was seen with a run under its lease. */
export async function sharing({ database, workers, webs, front }: Ground): Promise<string> {
  const sql = `select distinct lease_owner as owner from run where state = 'running' and lease_owner is not null`;
  const all = workers.map(({ pid }) => String(pid));
  const seen = new Set<string>();
  const look = async () => {
    for (const { owner } of await many<{ owner: string }>(database.owner, sql)) seen.add(owner.split('/').at(-1) ?? '');
    return all.every((pid) => seen.has(pid)) || undefined;
  };
  await until('a run of every worker', look);
  const accepted = webs.map(({ url }) => front.accepted.get(url) ?? 0);
  const words = `${all.length} workers graded, ${accepted.join(' and ')} deliveries came to the webs`;
  return proven(
    accepted.every((n) => n > 0),
    words,
  );
}
