/**
 * Finds what GitHub's webhooks did not bring: deliveries of its log that we never acted upon, branches and tags that
 * nobody told us of, and when pushes were made that came to us late. Without a public address (`GITHUB_INTAKE=poll`) the
 * log is the intake. One process at a time does it, however many run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bell } from '#services/classroom/intake/index.ts';
import { noteMissed } from '#services/classroom/intake/missed.ts';
import { keepPlace, readPlace } from '#services/classroom/intake/place.ts';
import { coursesMark } from '#services/classroom/intake/pulls.ts';
import { alone, type Database } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import type { Log } from '#services/platform/log.ts';
import { type LogPlace, readLog } from './delivery-log.ts';
import { discoverRepositories } from './discover.ts';
import { compareHeads } from './heads.ts';
import { meetPulls } from './pulls.ts';
import { askPushTimes } from './push-times.ts';
import { recoverMissed } from './recover.ts';
import { requestBudget } from './requests.ts';
import { type ReconcilerTimes, timesFor } from './times.ts';

export type Intake = 'webhook' | 'poll';

export interface ReconcilerDeps {
  /** With the rights of the web. */
  readonly database: Database;
  readonly github: GitHub;
  readonly intake: Intake;
  readonly ring: (bell: Bell) => unknown;
  readonly log: Log;
  readonly times: ReconcilerTimes;
  /** Fires when nothing more is to be asked. */
  readonly stopping: AbortSignal;
}

export interface Reconciler {
  stop(): Promise<void>;
}

/** Looks at once, and then again and again. */
export function startReconciler(
  deps: Omit<ReconcilerDeps, 'times' | 'stopping'> & { readonly times?: Partial<ReconcilerTimes> },
): Reconciler {
  const stopping = new AbortController();
  const times = { ...timesFor(deps.intake), ...deps.times };
  const all: ReconcilerDeps = { ...deps, times, stopping: stopping.signal };
  const { logMs, headsMs, meetMs } = all.times;
  const loops = [
    loop(all, logMs, 'delivery log', async () => {
      const requests = requestBudget(times.requestsPerLook, stopping.signal);
      await readDeliveries(all, requests);
      return requests.wanted() ? 'more' : undefined;
    }),
    loop(all, headsMs, 'branches', () => compareBranches(all)),
    loop(all, headsMs, 'times of late pushes', () => findPushTimes(all)),
    loop(all, meetMs, 'repositories', () => findRepositories(all)),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** Any numbers; each names one kind of look. */
const locks = { log: 7_305_010, branches: 7_305_011, repositories: 7_305_012, times: 7_305_013 };

/** One look at GitHub's log of deliveries: what was missed is noted, and had. False: another process looks just now. */
export function readDeliveries(
  deps: ReconcilerDeps,
  requests = requestBudget(deps.times.requestsPerLook, deps.stopping),
): Promise<boolean> {
  return alone(deps.database, locks.log, async () => {
    const before = await readPlace<LogPlace>(deps.database, 'delivery-log');
    const { logged, place, failure } = await readLog(deps.github.app, requests, before ?? {});
    const missed = await noteMissed(deps.database, logged);
    await keepPlace(deps.database, 'delivery-log', place);
    if (missed > 0) deps.log.info({ missed, intake: deps.intake }, 'deliveries were not acted upon yet');
    if (failure !== undefined) throw failure;
    await recoverMissed(deps, requests);
  });
}

/** One look at branches. */
export function compareBranches(deps: ReconcilerDeps): Promise<boolean> {
  const { requestsPerLook, headsAgeSeconds } = deps.times;
  const requests = requestBudget(requestsPerLook, deps.stopping);
  return alone(deps.database, locks.branches, () => compareHeads(deps, requests, headsAgeSeconds));
}

/** One look at pushes that are late by our receipt. */
export function findPushTimes(deps: ReconcilerDeps): Promise<boolean> {
  const requests = requestBudget(deps.times.requestsPerLook, deps.stopping);
  return alone(deps.database, locks.times, () => askPushTimes(deps, requests));
}

interface Discovered {
  readonly at: string;
  readonly courses: string;
}

/**
 * One look at the lists of repositories, and at pull requests that are older than the App. The lists are read now and
 * then, and soon after a course was taken over: its repositories may be there already.
 */
export function findRepositories(deps: ReconcilerDeps): Promise<boolean> {
  const requests = requestBudget(deps.times.requestsPerLook, deps.stopping);
  return alone(deps.database, locks.repositories, async () => {
    const last = await readPlace<Discovered>(deps.database, 'repositories');
    const courses = await coursesMark(deps.database);
    const isOld = !last || Date.parse(last.at) < Date.now() - deps.times.discoverMs;
    if (isOld || last.courses !== courses) {
      await discoverRepositories(deps, requests);
      await keepPlace(deps.database, 'repositories', { at: new Date().toISOString(), courses } satisfies Discovered);
    }
    await meetPulls(deps, requests);
  });
}

/** Looks again after so long, or at once where `look` answers that there is more to do. */
async function loop(
  { log, stopping }: ReconcilerDeps,
  everyMs: number,
  what: string,
  look: () => Promise<unknown>,
): Promise<void> {
  while (!stopping.aborted) {
    const began = performance.now();
    // A look that took long had much to do, and there is more by now.
    const rest = () => everyMs - (performance.now() - began);
    const pauseMs = await look().then(
      (left) => (left === 'more' ? 0 : rest()),
      (error) => Math.max(rest(), told(log, what, error)),
    );
    await sleep(Math.max(pauseMs, 0), undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Says what went wrong, and how long to wait for it to end, in milliseconds. */
function told(log: Log, what: string, error: unknown): number {
  const { status, message } = error as { status?: number; message?: string };
  if (status === undefined) {
    log.error({ err: error, what }, 'a look for what was missed failed');
    return 0;
  }
  const trouble = troubleOf(error, 0);
  log.warn({ what, status, why: message }, 'GitHub could not be asked for what was missed');
  return trouble.kind === 'later' ? trouble.seconds * 1000 : 0;
}
