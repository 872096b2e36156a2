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
  readonly reports: number;
  readonly firstReportMs: number;
  readonly lastReportMs: number;
}

export interface DrainOptions {
  readonly assignment: Assignment;
  /** Milliseconds instead of judging; undefined: judge. */
  readonly delayMs: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Starts them and waits for the last report. Commits are taken from the store, so that git at the stand-in is not what
 * is measured, and the limits that GitHub sets on writing are lifted.
 */
export async function drain({ config, database }: Ground, options: DrainOptions): Promise<Drained> {
  const log = openLog(config.logLevel);
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
    const [first, last] = await reported(database, options.signal);
    return {
      judge: options.delayMs === undefined ? 'Pushmark' : `${options.delayMs} ms instead of judging`,
      ...{ reports: last.count, firstReportMs: first - began, lastReportMs: last.at - began },
    };
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
    criteria: assignment.document.rubric.map(({ name, check, state }) => ({
      ...{ name, check, state },
      judgement: state === 'judged' ? judgement : undefined,
    })),
    workspaceFindings: [],
    integrity: { mode: 'shared', tampering: [] },
    versions: { go: 'go', image: 'none', assignment: assignment.judging, seed, policy: 'none' },
    timings: {},
    cpuMs: 0,
  };
}

type Seen = readonly [first: number, last: { readonly at: number; readonly count: number }];

/** When the first completed check run was there, and the last one. */
async function reported(database: Ground['database'], signal: AbortSignal): Promise<Seen> {
  let first = 0;
  for (;;) {
    signal.throwIfAborted();
    const { left, sent } = await one<{ left: number; sent: number }>(
      database,
      `select (select count(*)::int from run where state in ('queued', 'running'))
          + (select count(*)::int from outbox where sent < wanted and gave_up is null) as left,
        (select count(*)::int from check_run where completed) as sent`,
    );
    if (sent > 0) first ||= Date.now();
    if (left === 0) return [first, { at: Date.now(), count: sent }];
    await sleep(100);
  }
}
