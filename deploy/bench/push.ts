/**
 * `npm run bench -- push`: from the end of `git push` to the completed check run, one push at a time, by the whole
 * product; in turns with bare `go` doing the same work.
 */
import { hostname } from 'node:os';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { subtree } from '#services/classroom/trees.ts';
import { openLog } from '#services/platform/log.ts';
import { table } from '#workers/cli/table.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { sweepDead } from '#workers/sandbox/sweep.ts';
import { startServing } from '#workers/serve.ts';
import { loadAssignment, submissionOf } from './load/assignments.ts';
import { type Machine, machineHere, showMachine } from './machine/here.ts';
import { type Phases, pushOne } from './push/one.ts';
import { type Ground, openGround } from './push/product.ts';
import { figure, median, quantile } from './statistics.ts';
import { openBound } from './ways/bound.ts';
import type { Way } from './ways/way.ts';

export interface PushOptions {
  readonly assignments: readonly string[];
  readonly count: number;
  readonly onProgress: (words: string) => void;
  readonly signal: AbortSignal;
}

export interface PushRow {
  readonly assignment: string;
  readonly pushes: number;
  /** Medians; `p95Ms` of the total. */
  readonly phasesMs: Readonly<Record<keyof Phases, number>>;
  readonly p95Ms: number;
  readonly bareMs: number;
}

export interface PushReport {
  readonly machine: Machine;
  readonly rows: readonly PushRow[];
}

const OWNER = 'bench';

export async function pushBench(options: PushOptions): Promise<PushReport> {
  const { docker, version } = await connectDocker();
  await sweepDead(docker, OWNER, hostname());
  const machine = machineHere(version);
  const ground = await openGround();
  const log = openLog(ground.config.logLevel);
  const serving = await startServing(ground.config, log, (error) => log.error({ err: error }, 'broken'));
  ground.github.connectWebhook(`${serving.url}/webhooks/github`);
  const prefix = `${OWNER}-${hostname()}-${process.pid}`;
  const where = ['--label', 'pushmark=1', '--label', `pushmark.owner=${prefix}`];
  const images = await resolveImages(docker, ground.config.images);
  const bound = await openBound({ image: images.compile, where, prefix });
  try {
    return { machine, rows: await measure(ground, bound, options) };
  } finally {
    await bound.close();
    await serving.stop();
    await ground.close();
  }
}

async function measure(ground: Ground, bound: Way, options: PushOptions): Promise<PushRow[]> {
  const assignments = await Promise.all(options.assignments.map(loadAssignment));
  const found = new Map(
    assignments.map(({ document }) => [document.slug, { phases: [] as Phases[], bare: [] as number[] }]),
  );
  let n = 0;
  const each = async (assignment: Assignment) => {
    const { slug } = assignment.document;
    const submission = submissionOf(assignment, ++n);
    const phases = await pushOne(ground.github, ground.database, {
      repository: `${slug}-ada`,
      user: 'ada',
      files: submission,
    });
    const { wallMs } = await bound.grade(assignment, submissionOf(assignment, ++n));
    return { slug, phases, wallMs };
  };
  ground.github.createUser('ada');
  for (const assignment of assignments) {
    options.onProgress(`preparing ${assignment.document.slug}`);
    await enrol(ground, assignment);
    await bound.prepare(assignment, submissionOf(assignment, 0));
    await each(assignment);
  }
  for (let round = 1; round <= options.count; round++) {
    options.onProgress(`push ${round} of ${options.count}`);
    for (const assignment of assignments) {
      options.signal.throwIfAborted();
      const { slug, phases, wallMs } = await each(assignment);
      found.get(slug)?.phases.push(phases);
      found.get(slug)?.bare.push(wallMs);
    }
  }
  return [...found].map(([assignment, { phases, bare }]) => rowOf(assignment, phases, bare));
}

async function enrol({ github }: Ground, { document, files }: Assignment): Promise<void> {
  const starter = [...subtree(files, 'starter')].map(([path, content]) => [path, Buffer.from(content)] as const);
  const name = `${document.slug}-ada`;
  await github.createRepository({
    name,
    files: Object.fromEntries(starter),
    writers: ['ada'],
    feedbackPullRequest: true,
  });
}

function rowOf(assignment: string, phases: readonly Phases[], bare: readonly number[]): PushRow {
  const names = Object.keys(phases[0] ?? {}) as (keyof Phases)[];
  const medians = names.map((name) => [name, median(phases.map((one) => one[name]))]);
  return {
    ...{ assignment, pushes: phases.length, phasesMs: Object.fromEntries(medians) },
    p95Ms: quantile(
      phases.map(({ total }) => total),
      0.95,
    ),
    bareMs: median(bare),
  };
}

export function showPush({ machine, rows }: PushReport): string {
  const names = Object.keys(rows[0]?.phasesMs ?? {}) as (keyof Phases)[];
  const head = [
    'assignment',
    'n',
    ...names.map((name) => (name === 'total' ? 'p50' : name)),
    'p95',
    'bare go',
    'ratio',
  ];
  const lines = rows.map(({ assignment, pushes, phasesMs, p95Ms, bareMs }) => [
    ...[assignment, `${pushes}`, ...names.map((name) => `${Math.round(phasesMs[name])}`)],
    ...[`${Math.round(p95Ms)}`, `${Math.round(bareMs)}`, figure(phasesMs.total / bareMs, '×')],
  ]);
  return [
    showMachine(machine),
    'From the end of `git push` to the completed check run, medians in milliseconds, one push at a time:',
    table([head, ...lines], head.map((_, i) => i).slice(1)),
    '',
  ].join('\n');
}
