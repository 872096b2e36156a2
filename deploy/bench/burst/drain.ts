import { setTimeout as sleep } from 'node:timers/promises';
import { openGround } from '#services/boot.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree } from '#services/classroom/trees.ts';
import { execute, one } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import type { GradedRun, GradeRequest } from '#workers/grading/graded-run.ts';
import { startGrading, startReporting } from '#workers/start.ts';
import { type RunningWorker, startWorker } from '#workers/worker.ts';
import { submissionOf } from '../load/assignments.ts';
import type { Ground } from '../push/product.ts';

/** How a worker with two lanes and a reporter get through what waits. */
export interface Drained {
  /** What judged: Pushmark itself, or a delay in its place. */
  readonly judge: string;
  readonly runs: number;
  /** Until the evidence of the last run was written. */
  readonly lastRunMs: number;
  /** Completed check runs, and until the first and the last of them. */
  readonly reports: number;
  readonly firstReportMs: number;
  readonly lastReportMs: number;
  /** Check runs and comments that were still to be written when the bench had waited long enough. */
  readonly left: number;
}

export interface DrainOptions {
  readonly assignment: Assignment;
  /** Milliseconds instead of judging; undefined: judge. */
  readonly delayMs: number | undefined;
  /** How long reports are waited for; our client of GitHub writes no faster than GitHub asks clients to. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/**
 * Starts them and waits for the last run, and a while for reports. Commits are taken from the store, so that git at the
 * stand-in is not what is measured, and no budget for writing runs out.
 */
export async function drain({ github, config, database }: Ground, options: DrainOptions): Promise<Drained> {
  const log = openLog(config.logLevel);
  Object.assign(github.limits, { primary: 1e9, contentPerMinute: null, contentPerHour: null, pointsPerMinute: null });
  const tree = await putTree(databaseStore(database), submissionOf(options.assignment, 1));
  await execute(database, 'update submission set tree = $1', [tree]);
  const lanes = { ...config, lanes: 2 };
  const ground = await openGround(lanes, log, 'worker', (error) => log.error({ err: error }, 'broken'));
  const lifted = setInterval(() => void execute(database, 'delete from github_write').catch(() => undefined), 50);
  const began = Date.now();
  const running: RunningWorker[] = [];
  try {
    running.push(await startReporting(ground, 'http://127.0.0.1'));
    running.push(
      options.delayMs === undefined ? await startGrading(ground) : await startDelayed(ground, options.delayMs),
    );
    const judge = options.delayMs === undefined ? 'Pushmark' : `${options.delayMs} ms instead of judging`;
    return { judge, ...(await watch(database, began, options)) };
  } finally {
    clearInterval(lifted);
    for (const one of running.reverse()) await one.stop();
    await ground.close();
  }
}

/** A worker that gives everybody full credit after a while. */
function startDelayed(ground: Awaited<ReturnType<typeof openGround>>, delayMs: number): Promise<RunningWorker> {
  const nothing = () => Promise.reject(new Error('nothing is executed'));
  return startWorker({
    ...{ db: ground.database, store: ground.store, log: ground.log, lanes: ground.config.lanes },
    ...{
      images: { compile: 'none', run: 'none' },
      sandbox: { execute: nothing },
      secret: 'bench',
      readToken: undefined,
    },
    ...{ githubUrl: ground.config.githubUrl, grading: ground.bells.grading, reporting: ground.bells.reporting },
    grade: async (request) => {
      await sleep(delayMs);
      return full(request);
    },
  });
}

function full({ assignment, seed }: GradeRequest): GradedRun {
  const judgement = { credit: 1, summary: 'fine', cases: [], findings: [], tampering: [], evidence: {} };
  return {
    criteria: assignment.document.rubric.flatMap(({ name, check, state }) =>
      state === 'manual' ? [] : [{ name, check, state, judgement: state === 'judged' ? judgement : undefined }],
    ),
    workspaceFindings: [],
    integrity: { mode: 'shared', tampering: [] },
    versions: { go: 'go', image: 'none', assignment: assignment.judging, seed, policy: 'none' },
    timings: {},
    cpuMs: 0,
  };
}

interface State {
  readonly waiting: number;
  readonly runs: number;
  readonly reports: number;
  readonly left: number;
}

async function watch(
  database: Ground['database'],
  began: number,
  { patienceMs, signal }: DrainOptions,
): Promise<Omit<Drained, 'judge'>> {
  const seen = { lastRunMs: 0, firstReportMs: 0, lastReportMs: 0 };
  let reports = 0;
  for (;;) {
    signal.throwIfAborted();
    const state = await one<State>(database, STATE, []);
    const now = Date.now() - began;
    if (state.reports > 0) seen.firstReportMs ||= now;
    if (state.reports > reports) seen.lastReportMs = now;
    if (state.waiting === 0) seen.lastRunMs ||= now;
    ({ reports } = state);
    const patient = seen.lastRunMs === 0 || now < patienceMs;
    if (state.waiting + state.left === 0 || !patient) return { ...seen, reports, runs: state.runs, left: state.left };
    await sleep(100);
  }
}

const STATE = `select (select count(*)::int from run where state in ('queued', 'running')) as waiting,
  (select count(*)::int from run where state = 'done') as runs,
  (select count(*)::int from check_run where completed) as reports,
  (select count(*)::int from outbox where sent < wanted and gave_up is null) as left`;
