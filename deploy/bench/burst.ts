/**
 * `npm run bench -- burst`: pushes from many repositories in one minute, signed as GitHub signs, at one web process on
 * the loopback; what that acknowledges, keeps and forgets; then how fast a worker and a reporter get through it.
 */
import { one } from '#services/platform/database.ts';
import { table } from '#workers/cli/table.ts';
import { type Acknowledged, deliver, type Prepared, preparePushes } from './burst/deliveries.ts';
import { type Drained, drain } from './burst/drain.ts';
import { type Inside, lookInside } from './burst/inside.ts';
import { sendPaced } from './burst/send.ts';
import { startWebProcess } from './burst/web.ts';
import { loadAssignment } from './load/assignments.ts';
import { type Machine, machineHere, showMachine } from './machine/here.ts';
import { type Ground, openGround, takeOverCourse } from './push/product.ts';
import { figure, quantile } from './statistics.ts';

export interface BurstOptions {
  readonly repositories: number;
  /** In which two pushes from each arrive, evenly. */
  readonly seconds: number;
  /** Milliseconds instead of judging; undefined: Pushmark judges, which takes as long as it takes. */
  readonly delayMs: number | undefined;
  /** How long reports are waited for. */
  readonly patienceMs: number;
  readonly onProgress: (words: string) => void;
  readonly signal: AbortSignal;
}

export interface BurstReport {
  readonly machine: Machine;
  readonly deliveries: number;
  /** Sent a second time under their own number, as GitHub's redelivery does. */
  readonly redelivered: number;
  readonly ackMs: Times;
  /** Without those of the first second: just started, a process still compiles its code, and PostgreSQL reads its catalogue. */
  readonly warmMs: Times;
  /** Of the web process while they came. */
  readonly inside: Inside;
  readonly senderLoopP99Ms: number;
  readonly refused: number;
  /** Pushes without a hand-in, and hand-ins beyond one for each push. */
  readonly lost: number;
  readonly duplicated: number;
  readonly memoryMiB: number;
  /** Deliveries in a second that were acknowledged when eight were always on their way. */
  readonly intakePerSecond: number;
  readonly drained: Drained;
}

interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export const SLUG = 'm02-gradebook';

export async function burstBench(options: BurstOptions): Promise<BurstReport> {
  const machine = machineHere('not used for acknowledging');
  const ground = await openGround();
  try {
    await takeOverCourse(ground);
    const pushes = await preparePushes(ground.github, SLUG, options.repositories, options.onProgress);
    const web = await startWebProcess(ground.environment);
    const url = `${web.url}/webhooks/github`;
    const secret = ground.github.webhookSecret;
    options.onProgress(`sending ${pushes.length} deliveries in ${options.seconds} s`);
    const before = await lookInside(url);
    const load = { url, secret, pushes, seconds: options.seconds };
    const { acks, redelivered, loopP99Ms } = await sendPaced(load, options.signal);
    const after = await lookInside(url);
    const kept = await count(ground, pushes);
    options.onProgress('sending as fast as they are taken');
    const intakePerSecond = await flood(url, secret, pushes);
    const memoryMiB = Math.round(web.memory() / 2 ** 20);
    await web.stop();
    options.onProgress('grading and reporting what waits');
    const assignment = await loadAssignment(SLUG);
    const drained = await drain(ground, { ...options, assignment });
    const inFirstSecond = Math.ceil(acks.length / options.seconds);
    return {
      ...{ machine, deliveries: pushes.length, redelivered, memoryMiB, intakePerSecond, drained, ...kept },
      ...{ ackMs: timesOf(acks), warmMs: timesOf(acks.slice(inFirstSecond)) },
      inside: { ...after, cpuSeconds: after.cpuSeconds - before.cpuSeconds },
      senderLoopP99Ms: loopP99Ms,
      refused: acks.filter(({ status }) => status !== 202).length,
    };
  } finally {
    await ground.close();
  }
}

function timesOf(acks: readonly Acknowledged[]): Times {
  const times = acks.map(({ ms }) => ms);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), most: Math.max(...times) };
}

function showTimes({ p50, p99, most }: Times): string {
  return [p50, p99, most].map((ms) => figure(ms, ' ms')).join(' / ');
}

async function count({ database }: Ground, pushes: readonly Prepared[]) {
  const shas = pushes.map(({ sha }) => sha);
  return one<{ lost: number; duplicated: number }>(
    database,
    `select count(*) filter (where n = 0)::int as lost, coalesce(sum(n - 1) filter (where n > 1), 0)::int as duplicated
     from (select p.sha, p.repository, (select count(*) from hand_in h join repository r on r.id = h.repository_id
       where h.sha = p.sha and r.name = p.repository) as n from unnest($1::text[], $2::text[]) as p(sha, repository)) as found`,
    [shas, pushes.map(({ body }) => JSON.parse(body).repository.name)],
  );
}

/** Deliveries of the same commits once more, each with a number of its own: taken in, but nothing new to grade. */
async function flood(url: string, secret: string, pushes: readonly Prepared[]): Promise<number> {
  let next = 0;
  const lane = async () => {
    for (let push = pushes[next++]; push; push = pushes[next++]) await deliver(url, secret, push);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: 8 }, lane));
  return (1000 * pushes.length) / (performance.now() - began);
}

export function showBurst(report: BurstReport): string {
  const { machine, deliveries, redelivered, ackMs, warmMs, inside, senderLoopP99Ms } = report;
  const { refused, lost, duplicated, memoryMiB, drained } = report;
  const { runs, lastRunMs, reports, firstReportMs, lastReportMs, left } = drained;
  const rows = [
    ['deliveries (redelivered)', `${deliveries} (${redelivered})`],
    ['acknowledged, p50 / p99 / most', showTimes(ackMs)],
    ['the same after its first second', showTimes(warmMs)],
    [
      'p99 of the event loop: web, sender',
      [inside.loopP99Ms, senderLoopP99Ms].map((ms) => figure(ms, ' ms')).join(', '),
    ],
    ['p99 of waiting for a connection', `at most ${figure(inside.waitP99Ms, ' ms')}`],
    ['processor time of the web process', figure(inside.cpuSeconds, ' s')],
    ['refused, lost, duplicated', `${refused}, ${lost}, ${duplicated}`],
    ['most memory of the web process', `${memoryMiB} MiB`],
    ['intake, always eight on their way', figure(report.intakePerSecond, ' deliveries/s')],
    ['judged by', drained.judge],
    [`last of ${runs} runs, two lanes`, `${seconds(lastRunMs)}, ${figure((1000 * runs) / lastRunMs, ' runs/s')}`],
    [
      `first and last of ${reports} reports`,
      `${seconds(firstReportMs)}, ${seconds(lastReportMs)}, ${left} still to be written`,
    ],
    [
      'reports',
      figure((1000 * reports) / lastReportMs, '/s (an installation is written to at the pace that GitHub asks for)'),
    ],
  ];
  return `${showMachine(machine)}\n${table(rows)}\n`;
}

function seconds(ms: number): string {
  return figure(ms / 1000, ' s');
}
