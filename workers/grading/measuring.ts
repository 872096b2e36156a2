/**
 * What is built is run in two containers at most: tests beside whatever else the machine does, then, alone on it, what
 * measures time. Code that fails the tests that a benchmark requires is not measured: nobody waits for that.
 */
import type { Limits } from '#graders/check.ts';
import type { RunOutcome, RunStep } from '#graders/steps/run.ts';
import type { RunAnswer } from './answers.ts';
import { runAll, type Workshop } from './containers.ts';
import type { RunInput } from './jobs.ts';
import { stepId } from './step-ids.ts';

type Steps = ReadonlyMap<string, RunStep>;

export async function runBuilt(
  shop: Workshop,
  steps: Steps,
  limits: Limits,
  input: Omit<RunInput, 'steps' | 'limits'>,
): Promise<RunAnswer | undefined> {
  const tests = new Map([...steps].filter(([, step]) => step.kind !== 'benchmarks'));
  const ran = await runAll(shop, tests, limits, input);
  const worth = [...steps].filter(([, step]) => step.kind === 'benchmarks' && isWorthMeasuring(step.requires, ran));
  const measured = await runAll(shop, new Map(worth), limits, input);
  if (!ran || !measured) return ran ?? measured;
  const ending = ran.ending === 'exited' ? measured.ending : ran.ending;
  return { outcomes: new Map([...ran.outcomes, ...measured.outcomes]), ending };
}

function isWorthMeasuring(requires: readonly RunStep[] = [], ran: RunAnswer | undefined): boolean {
  return requires.every((step) => isSpotless(ran?.outcomes.get(stepId(step))));
}

/** Every process of a step ended well. What they proved is for the checks to say. */
function isSpotless(outcome: RunOutcome | undefined): boolean {
  if (outcome?.ending !== 'exited' || outcome.notRun.length > 0) return false;
  return outcome.processes.every(({ ending, exitCode }) => ending === 'exited' && exitCode === 0);
}
