/**
 * Makes what a student accepts: repository, starter code, access, Feedback pull request. Each step asks GitHub what is
 * there before it makes anything, so it may be taken again at any time; PostgreSQL says which comes next, and when. A
 * look every few seconds goes on with whatever is due, so nobody has to keep a page open; whoever takes an acceptance
 * holds its lease, so several processes never work on one, and that of a process that died runs out.
 */
import {
  type Acceptance,
  advance,
  pauseAcceptance,
  type Step,
  type StepResult,
  takeAcceptance,
  waitingAcceptances,
} from '#services/classroom/accepting/acceptance.ts';
import { lackingPermissions } from '#services/classroom/setup/profiles.ts';
import type { Store } from '#services/classroom/trees.ts';
import { againAndAgain } from '#services/platform/again-and-again.ts';
import type { Database } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import type { Log } from '#services/platform/log.ts';
import { scrub } from '#services/platform/scrub.ts';
import { giveAccess } from './access.ts';
import { openFeedback } from './feedback.ts';
import { makeRepository } from './repository.ts';
import { writeStarter } from './starter.ts';
import { Stopped, stopWords } from './stopped.ts';
import { type Work, workOn } from './work.ts';

export interface AcceptingDeps {
  /** With the rights of the web. */
  readonly database: Database;
  readonly store: Store;
  readonly github: GitHub;
  readonly log: Log;
  /** Says that runs were queued. */
  readonly ring: () => unknown;
}

export interface Accepting {
  /** Whether the App may make repositories. */
  able(): Promise<boolean>;
  /** Goes on with an acceptance, unless somebody does already. */
  work(id: number): void;
  /** Goes on at once with everything that is due, as it does by itself every few seconds. */
  look(): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

const steps: Readonly<Record<Exclude<Step, 'done'>, readonly [(work: Work) => Promise<StepResult>, Step]>> = {
  repository: [makeRepository, 'starter'],
  starter: [writeStarter, 'access'],
  access: [giveAccess, 'feedback'],
  feedback: [openFeedback, 'done'],
};

/** Longer than any step takes; GitHub's own pace for writes is one a second. */
const leaseSeconds = 120;
const permissionsMs = 60_000;
const lookMs = 5_000;

/** At a time: a whole class that accepts at once is served one after the other, at GitHub's pace, within its leases. */
const lanes = 4;

export function startAccepting(deps: AcceptingDeps, everyMs = lookMs): Accepting {
  const asked = new Set<number>();
  const busy = new Set<number>();
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  let known: { readonly able: boolean; readonly until: number } | undefined;

  function next(): void {
    const id = [...asked].find((each) => !busy.has(each));
    if (id === undefined || stopping.signal.aborted || underWay.size >= lanes) return;
    busy.add(id);
    const work = goOn(deps, id, stopping.signal)
      .catch((err) => deps.log.error({ err, acceptance: id }, 'accepting failed'))
      .finally(() => {
        underWay.delete(work);
        busy.delete(id);
        asked.delete(id);
        next();
      });
    underWay.add(work);
  }

  function work(id: number): void {
    asked.add(id);
    next();
  }

  const trouble = 'what waits to be accepted could not be seen';
  const look = async () => (await waitingAcceptances(deps.database)).forEach(work);
  const looking = againAndAgain(deps.log, trouble, { lookMs: everyMs, troubleMs: everyMs }, look);
  return {
    look: () => void look().catch((err) => deps.log.warn({ err }, trouble)),
    work,
    async able() {
      if (known && known.until > Date.now()) return known.able;
      const { data } = await deps.github.app.rest.apps.getAuthenticated();
      const able = lackingPermissions('classroom', { ...data?.permissions, members: 'write' }).length === 0;
      known = { able, until: Date.now() + permissionsMs };
      return able;
    },
    async stop() {
      stopping.abort();
      await Promise.all([looking.stop(), ...underWay]);
    },
  };
}

async function goOn(deps: AcceptingDeps, id: number, stopping: AbortSignal): Promise<void> {
  let acceptance = await takeAcceptance(deps.database, id, leaseSeconds);
  try {
    while (acceptance && acceptance.step !== 'done') {
      if (stopping.aborted) return await pauseAcceptance(deps.database, id, { seconds: 0 });
      acceptance = await take(deps, acceptance, acceptance.step);
    }
  } catch (error) {
    await pause(deps, acceptance!, error);
  }
}

async function take(deps: AcceptingDeps, acceptance: Acceptance, step: Exclude<Step, 'done'>): Promise<Acceptance> {
  const [run, next] = steps[step];
  const found = await run(await workOn(deps, acceptance));
  deps.log.info({ acceptance: acceptance.id, step }, 'a step of accepting is done');
  return advance(deps.database, acceptance.id, { ...found, step: next }, leaseSeconds);
}

async function pause({ database, log }: AcceptingDeps, { id, step, attempts }: Acceptance, error: unknown) {
  const why = stopWords(error, attempts);
  log.warn(
    { acceptance: id, step, why: scrub((error as Error).message), ours: !(error instanceof Stopped) },
    'accepting paused',
  );
  await pauseAcceptance(database, id, why);
}
