/**
 * Tests that failed are run again, each time in a fresh container, only to find out whether they always do. What came
 * out first stays what it is; the checks decide what a second verdict is worth.
 */
import type { Limits } from '#graders/check.ts';
import type { ProcessOutcome } from '#graders/steps/process.ts';
import type { RunStep } from '#graders/steps/run.ts';
import type { TestsStep } from '#graders/steps/tests.ts';
import type { RunAnswer } from './answers.ts';
import { runAll, type Workshop } from './containers.ts';
import type { RunInput } from './jobs.ts';
import type { MergedPlan } from './merge.ts';
import { stepId } from './step-ids.ts';

/** The failed tests of a step, as a step of their own. */
interface Doubtful {
  readonly id: string;
  readonly failed: TestsStep;
  readonly times: number;
}

/** Adds to the outcomes what came of running failed tests again. */
export async function runAgain(
  shop: Workshop,
  { run, again }: Pick<MergedPlan, 'run' | 'again'>,
  ran: RunAnswer,
  limits: Limits,
  input: Omit<RunInput, 'steps' | 'limits'>,
): Promise<RunAnswer> {
  if (ran.ending !== 'exited') return ran;
  const doubtful = [...run].flatMap(([id, step]) => failedTests(id, step, again.get(id) ?? 0, ran));
  const outcomes = new Map(ran.outcomes);
  const most = Math.max(0, ...doubtful.map(({ times }) => times));
  for (let round = 1; round <= most; round++) {
    const asked = doubtful.filter(({ times }) => times >= round);
    const steps = new Map(asked.map(({ failed }) => [stepId(failed), failed]));
    const answer = await runAll(shop, steps, limits, input);
    for (const { id, failed } of asked) {
      const first = outcomes.get(id);
      const processes = answer?.outcomes.get(stepId(failed))?.processes ?? [];
      if (first) outcomes.set(id, { ...first, again: [...(first.again ?? []), ...processes] });
    }
  }
  return { ...ran, outcomes };
}

function failedTests(id: string, step: RunStep, times: number, ran: RunAnswer): Doubtful[] {
  if (step.kind !== 'tests' || step.tests === null || times === 0) return [];
  const failed = new Set(
    ran.outcomes
      .get(id)
      ?.processes.filter(mayBeFlaky)
      .map(({ test }) => test),
  );
  const tests = step.tests.filter((test) => failed.has(test));
  return tests.length > 0 ? [{ id, failed: { ...step, tests }, times }] : [];
}

/** Not what broke a limit, which would cost as much time again, and not what contradicts itself. */
function mayBeFlaky({ ending, exitCode, tampering, records }: ProcessOutcome): boolean {
  if (tampering.length > 0 || (ending !== 'exited' && ending !== 'signalled')) return false;
  return ending === 'signalled' || exitCode !== 0 || records.some(({ verdict }) => verdict === 'fail');
}
