/**
 * The grading worker: whenever the bell rings, and every few seconds in case a ring was lost, its free lanes claim runs
 * and grade them until none waits. What is true stands in PostgreSQL; this process may die at any point.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimRun } from '#services/classroom/runs/claim.ts';
import { forgetDeadWorkers, forgetWorker, keepWorker } from '#services/classroom/runs/workers.ts';
import type { Bell } from '#services/platform/queue.ts';
import { grade } from './grading/grade.ts';
import { assignmentLoader } from './worker/assignments.ts';
import { type GradingDeps, gradeClaimed } from './worker/grade-claimed.ts';
import { openLanes } from './worker/lanes.ts';
import { machineNow } from './worker/machine.ts';
import { WORKER_TIMES, type WorkerTimes } from './worker/times.ts';

/** What the entry point hands in; `db` acts as the role `worker`. */
export interface WorkerDeps
  extends Omit<
    GradingDeps,
    'times' | 'stopping' | 'preparations' | 'grade' | 'loadAssignment' | 'again' | 'busyFrom' | 'machine'
  > {
  readonly grading: Pick<Bell, 'listen' | 'ring'>;
  /** Containers that wait ready, and how many should. */
  readonly pool?: { ready(): number; wanted(): number };
  /** Runs graded at a time. */
  readonly lanes: number;
  /** From so many other runs on that wait, runs are graded in two stages; default: twice the lanes. */
  readonly busyFrom?: number;
  readonly times?: Partial<WorkerTimes>;
  /** For tests. */
  readonly grade?: GradingDeps['grade'];
  readonly loadAssignment?: GradingDeps['loadAssignment'];
}

export interface RunningWorker {
  /** Takes no further run, waits `drainMs` for those being graded, and hands back what is not finished by then. */
  stop(): Promise<void>;
}

export async function startWorker(deps: WorkerDeps): Promise<RunningWorker> {
  const times = { ...WORKER_TIMES, ...deps.times };
  const stopping = new AbortController();
  const name = `${hostname()}/${process.pid}`;
  const grading: GradingDeps = {
    ...{ grade, loadAssignment: assignmentLoader(deps.store), preparations: new Map() },
    ...{ busyFrom: 2 * deps.lanes, again: deps.grading, ...deps, times, stopping: stopping.signal },
    machine: () => machineNow(name, { lanes: deps.lanes, busy: lanes.busy() }),
  };
  const lanes = openLanes(deps.lanes, async () => {
    const run = await claimRun(deps.db, name, times.leaseSeconds);
    if (run) await gradeClaimed(grading, run);
    return run !== undefined;
  });
  const look = () => void lanes.work().catch((error) => deps.log.error({ err: error }, 'no run could be claimed'));
  const { pool, lanes: count, log } = deps;
  const live = () =>
    keepWorker(deps.db, name, {
      ...{ lanes: count, busy: lanes.busy() },
      ...{ sandboxesWanted: pool?.wanted() ?? 0, sandboxesReady: pool?.ready() ?? 0 },
    }).catch((err) => log.warn({ err }, 'a sign of life could not be written'));
  const sweep = setInterval(() => {
    void live();
    if (lanes.free() > 0) look();
  }, times.sweepMs);
  await live();
  await forgetDeadWorkers(deps.db).catch((err) => log.warn({ err }, 'dead workers could not be forgotten'));
  const listener = await deps.grading.listen(() => lanes.work(), deps.lanes);
  look();
  return {
    async stop() {
      clearInterval(sweep);
      const closed = listener.close();
      const idle = lanes.close();
      const patience = new AbortController();
      await Promise.race([idle, sleep(times.drainMs, undefined, { signal: patience.signal })]);
      patience.abort();
      stopping.abort(new Error('the worker stops'));
      await Promise.all([idle, closed]);
      await forgetWorker(deps.db, name).catch((err) => log.warn({ err }, 'the last sign of life could not be removed'));
    },
  };
}
