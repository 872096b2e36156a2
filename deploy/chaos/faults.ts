/** What goes wrong, one by one. Each proves that it took effect: recovery from nothing would prove nothing. */
import { Redis } from 'ioredis';
import { until } from '#deploy/demo/testing/waiting.ts';
import { one } from '#services/platform/database.ts';
import type { Ground } from './ground.ts';

export interface Fault {
  readonly name: string;
  /** Does the harm around a burst of pushes, mends what an operator would, and answers in words what shows the harm. Throws when it had none. */
  inject(ground: Ground, burst: () => Promise<void>): Promise<string>;
}

function proven(holds: boolean, words: string): string {
  if (!holds) throw new Error(`the fault took no effect: ${words} does not hold`);
  return words;
}

const workerKilled: Fault = {
  name: 'worker-killed',
  async inject(ground, burst) {
    await burst();
    const [worker] = ground.workers;
    if (!worker) throw new Error('no worker runs');
    const grading = `select count(*)::int as n from run where state = 'running' and lease_owner like '%/' || $1`;
    const held = () => one<{ n: number }>(ground.database.owner, grading, [String(worker.pid)]);
    await until('a run of the worker', async () => (await held()).n > 0 || undefined);
    await worker.end('SIGKILL');
    const { n } = await held();
    ground.workers[0] = await ground.startWorker();
    return proven(worker.signal() === 'SIGKILL' && n > 0, `killed with ${n} run(s) under its lease`);
  },
};

const redisFlushed: Fault = {
  name: 'redis-flushed',
  async inject({ redis }, burst) {
    await burst();
    const client = new Redis(redis.url);
    const before = await client.dbsize();
    await client.flushall();
    client.disconnect();
    return proven(before > 0, `${before} keys were emptied`);
  },
};

const redisStopped: Fault = {
  name: 'redis-stopped',
  async inject({ redis }, burst) {
    await redis.kill();
    const client = new Redis(redis.url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    const refused = await client.connect().then(
      () => false,
      () => true,
    );
    client.disconnect();
    await burst();
    await redis.start();
    return proven(refused, 'pushes came while Redis refused connections');
  },
};

const webKilled: Fault = {
  name: 'web-killed',
  async inject(ground, burst) {
    await ground.web.end('SIGKILL');
    await burst();
    const refused = await fetch(ground.url).then(
      () => false,
      () => true,
    );
    ground.web = await ground.startWeb();
    return proven(refused, 'webhooks met no web process; the next one has to find the pushes');
  },
};

const githubTrouble: Fault = {
  name: 'github-trouble',
  async inject({ github }, burst) {
    const from = github.requests.length;
    for (const kind of ['server-error', 'secondary-limit', 'done-but-502'] as const)
      github.failAnswers({ operation: 'checks/create', kind, retryAfter: 2 });
    await burst();
    const met = () => {
      const answers = github.requests.slice(from).map(({ status }) => status);
      return [500, 403, 502].every((status) => answers.includes(status)) || undefined;
    };
    await until('answers 500, 403 and 502', met, 180_000);
    return 'answered 500, 403 and 502';
  },
};

const webhooksTwisted: Fault = {
  name: 'webhooks-twisted',
  async inject({ github }, burst) {
    const from = github.deliveries.length;
    for (const kind of ['twice', 'after-next'] as const) github.failWebhooks({ event: 'push', kind });
    await burst();
    await github.webhooksSettled();
    const guids = github.deliveries.slice(from).map(({ guid }) => guid);
    return proven(new Set(guids).size < guids.length, 'one came twice, one after its successor');
  },
};

/** One burst in the midst of all that can be had at the same time. */
const together: Fault = {
  name: 'together',
  async inject(ground, burst) {
    const proofs: string[] = [];
    let harm = burst;
    for (const fault of [workerKilled, redisFlushed, webhooksTwisted, githubTrouble]) {
      const inner = harm;
      harm = async () => void proofs.push(await fault.inject(ground, inner));
    }
    await harm();
    return proofs.join('; ');
  },
};

export const FAULTS: readonly Fault[] = [
  ...[redisFlushed, redisStopped, webKilled, githubTrouble, webhooksTwisted, workerKilled, together],
];

/** Said with every run, so that nobody takes this for all that can happen. */
export const LEFT_OUT =
  'LEFT OUT: dockerd restarted (this run starts none of its own, and stops no other), PostgreSQL restarted (its server is shared with other runs)';
