import { type ClaimedRun, keepRun } from '#services/classroom/runs/claim.ts';
import type { Database } from '#services/platform/database.ts';
import type { Log } from '#services/platform/log.ts';
import type { WorkerTimes } from './times.ts';

/** What a run is being done with; shown on the pages. */
export type RunPhase = 'fetching' | 'preparing' | 'compiling' | 'running' | 'judging';

/** Our hold on a run while it is graded. */
export interface Lease {
  /** Fires when somebody else has the run, it took far too long, or the worker stops: go no further. */
  readonly signal: AbortSignal;
  readonly lost: () => boolean;
  readonly phase: () => RunPhase;
  /** `criteria`: titles of those that it is about. */
  enter(phase: RunPhase, criteria?: readonly string[]): void;
  release(): void;
}

/** Sends signs of life until released. A database that is away costs the lease only once it has run out. */
export function holdLease(
  { db, log, times, stopping }: { db: Database; log: Log; times: WorkerTimes; stopping: AbortSignal },
  run: ClaimedRun,
): Lease {
  const lost = new AbortController();
  let phase: RunPhase = 'fetching';
  let about: readonly string[] = [];
  let keptAt = Date.now();
  let told = Promise.resolve();

  async function beat(): Promise<void> {
    const at = Date.now();
    try {
      if (await keepRun(db, run, times.leaseSeconds, phase, about)) keptAt = at;
      else lost.abort(new Error('another worker has the run'));
    } catch (error) {
      log.warn({ err: error }, 'a lease could not be prolonged');
      if (Date.now() - keptAt > times.leaseSeconds * 1000) lost.abort(new Error('the lease has run out'));
    }
  }

  const timer = setInterval(beat, times.heartbeatMs);
  return {
    signal: AbortSignal.any([lost.signal, stopping, AbortSignal.timeout(times.runMs)]),
    lost: () => lost.signal.aborted,
    phase: () => phase,
    enter(next, criteria = []) {
      if (next === phase && criteria.join() === about.join()) return;
      [phase, about] = [next, criteria];
      // One after the other: of two on their way at once the older could come last.
      told = told.then(beat);
    },
    release: () => clearInterval(timer),
  };
}
