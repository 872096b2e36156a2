/**
 * What would judge a class otherwise is tried with what `pushmark check` does before it replaces what works. One worker
 * at a time does it, beside its lanes: who mends a wrong test on the night of a deadline cannot wait for the queue to end.
 */
import {
  answerCheck,
  type JudgingAnswer,
  type JudgingCheck,
  nextCheck,
} from '#services/classroom/course/judging-checks.ts';
import { mostSummary } from '#services/course-repository/outcome.ts';
import { againAndAgain } from '#services/platform/again-and-again.ts';
import { alone } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { Log } from '#services/platform/log.ts';
import type { LoadAssignment } from '../worker/assignments.ts';
import { CHECK_TIMES, type CheckFilesDeps } from './check-files.ts';
import { pullOutcome } from './render.ts';

export interface JudgingChecksDeps extends CheckFilesDeps {
  readonly loadAssignment: LoadAssignment;
  readonly log: Log;
}

/** Any number: one worker at a time. */
const lock = 7_305_022;

export function startJudgingChecks(deps: JudgingChecksDeps): { stop(): Promise<void> } {
  return againAndAgain(deps.log, 'new judging could not be tried', CHECK_TIMES, (signal) =>
    lookAtJudging(deps, signal),
  );
}

/** Tries what waits, one after the other. What is given up because the worker stops is tried by the next one. */
export async function lookAtJudging(deps: JudgingChecksDeps, signal: AbortSignal): Promise<void> {
  await alone(deps.database, lock, async () => {
    for (let next = await nextCheck(deps.database); next; next = await nextCheck(deps.database)) {
      const answer = await tryOut(deps, next, signal);
      await answerCheck(deps.database, next.judging, answer);
      deps.log.info({ assignment: next.slug, judging: next.judging, holds: answer.holds }, 'new judging was tried');
    }
  });
}

async function tryOut(deps: JudgingChecksDeps, { slug, bundle }: JudgingCheck, stop: AbortSignal) {
  const late = AbortSignal.timeout(deps.mostMs);
  try {
    const assignment = await deps.loadAssignment({ slug, bundle });
    const reports = await deps.check(assignment, AbortSignal.any([late, stop]));
    return answerOf(pullOutcome([{ slug, reports }], []));
  } catch (error) {
    stop.throwIfAborted();
    if (error instanceof InvalidInput) return answerOf(pullOutcome([], error.problems));
    if (late.aborted) return answerOf(pullOutcome([], [], slug));
    throw error;
  }
}

function answerOf({ conclusion, summary }: ReturnType<typeof pullOutcome>): JudgingAnswer {
  return { holds: conclusion === 'success', summary: summary.slice(0, mostSummary) };
}
