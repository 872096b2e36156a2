/**
 * `npm run bench -- burst --intake poll`: pushes of which no webhook arrives. A web process behind a firewall has them from
 * GitHub's log of deliveries; how long after GitHub's attempt to deliver each is taken in.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { many } from '#services/platform/database.ts';
import { table } from '#workers/cli/table.ts';
import { type Machine, machineHere, showMachine } from '../machine/here.ts';
import { type Ground, openGround, takeOverCourse } from '../push/product.ts';
import { figure, quantile } from '../statistics.ts';
import { imaginePushes, type Prepared } from './deliveries.ts';
import { startWebProcess } from './web.ts';

export interface PollOptions {
  readonly slug: string;
  readonly repositories: number;
  /** In which two pushes from each come into the log, evenly. */
  readonly seconds: number;
  /** How long the last ones are waited for. */
  readonly patienceMs: number;
  readonly onProgress: (words: string) => void;
  readonly signal: AbortSignal;
}

export interface PollReport {
  readonly machine: Machine;
  readonly entries: number;
  /** Entries without a hand-in, and hand-ins beyond one for each. */
  readonly lost: number;
  readonly duplicated: number;
  /** From GitHub's attempt to deliver to our receipt. */
  readonly receiptMs: { readonly p50: number; readonly p95: number; readonly most: number };
  /** Of GitHub, meanwhile, and how many of them it refused for being too many. */
  readonly requests: number;
  readonly limited: number;
}

/** An address that refuses every connection, as a firewall does. */
const NOWHERE = 'http://127.0.0.1:9/';

export async function pollBench(options: PollOptions): Promise<PollReport> {
  const ground = await openGround();
  try {
    await takeOverCourse(ground);
    const pushes = await imaginePushes(ground.github, options.slug, options.repositories);
    const [first, from] = [ground.github.deliveries.length, ground.github.requests.length];
    const web = await startWebProcess({ ...ground.environment, GITHUB_INTAKE: 'poll' });
    options.onProgress(`${pushes.length} pushes in ${options.seconds} s, none of which is delivered`);
    await push(ground, pushes, options);
    const entries = ground.github.deliveries.slice(first);
    const taken = await takenIn(ground, new Map(entries.map((each) => [each.guid, each.deliveredAt])), options);
    await web.stop();
    const requests = ground.github.requests.slice(from);
    return {
      ...{ machine: machineHere('not used'), entries: entries.length, ...taken, requests: requests.length },
      limited: requests.filter(({ status }) => status === 403 || status === 429).length,
    };
  } finally {
    await ground.close();
  }
}

async function push({ github }: Ground, pushes: readonly Prepared[], { seconds, signal }: PollOptions): Promise<void> {
  github.connectWebhook(NOWHERE);
  const began = performance.now();
  for (const [i, { body }] of pushes.entries()) {
    signal.throwIfAborted();
    await sleep(Math.max(0, began + (i * seconds * 1000) / pushes.length - performance.now()));
    const payload = JSON.parse(body);
    github.sendWebhook({ event: 'push', action: null, repositoryId: payload.repository.id, payload });
  }
  await github.webhooksSettled();
}

interface Taken {
  readonly guid: string;
  readonly at: Date;
  readonly handIns: number;
}

const takenSql = `
  select d.guid, d.processed_at as at,
    (select count(*)::int from hand_in h where h.delivery_guid = d.guid and h.submission_id is not null) as "handIns"
  from delivery d where d.guid = any($1) and d.processed_at is not null`;

async function takenIn({ database }: Ground, sent: ReadonlyMap<string, Date>, { patienceMs, signal }: PollOptions) {
  let taken: readonly Taken[] = [];
  const end = performance.now() + patienceMs;
  do {
    signal.throwIfAborted();
    await sleep(500);
    taken = await many<Taken>(database, takenSql, [[...sent.keys()]]);
  } while (taken.length < sent.size && performance.now() < end);
  const times = taken.map(({ guid, at }) => at.getTime() - (sent.get(guid)?.getTime() ?? 0));
  return {
    lost: sent.size - taken.filter(({ handIns }) => handIns > 0).length,
    duplicated: taken.reduce((sum, { handIns }) => sum + Math.max(0, handIns - 1), 0),
    receiptMs: { p50: quantile(times, 0.5), p95: quantile(times, 0.95), most: Math.max(...times) },
  };
}

export function showPoll({ machine, entries, lost, duplicated, receiptMs, requests, limited }: PollReport): string {
  const times = [receiptMs.p50, receiptMs.p95, receiptMs.most].map((ms) => figure(ms / 1000, ' s')).join(' / ');
  const rows = [
    ['pushes in the log of deliveries', String(entries)],
    ['lost, duplicated', `${lost}, ${duplicated}`],
    ["from GitHub's attempt to our receipt, p50 / p95 / most", times],
    ['requests to GitHub (refused: too many)', `${requests} (${limited})`],
  ];
  return `${showMachine(machine)}\n${table(rows)}\n`;
}
