/** Why a case did not pass, in one line: what its own log says, or how its process ended. */
import type { Expectation, Limits } from '../check.ts';
import type { ProcessOutcome, TestRecord } from '../steps/process.ts';
import type { RunOutcome } from '../steps/run.ts';
import type { TestsStep } from '../steps/tests.ts';
import { clockThatRang } from './clocks.ts';
import type { Failure } from './messages.ts';
import type { Places } from './places.ts';
import { count } from './text.ts';
import { notRunCause, processTrouble } from './words.ts';

/** What is known about a step that was run. */
export interface Context {
  readonly run: RunOutcome;
  readonly step: TestsStep;
  readonly limits: Limits;
  readonly places: Places;
  readonly records: ReadonlyMap<string, readonly TestRecord[]>;
}

/** Of a case with records that failed. */
export function failedCause(
  times: number,
  failure: Failure | undefined,
  processes: readonly ProcessOutcome[],
  context: Context,
): string {
  // A crash explains more than a log line, but not more than a message that says what was expected.
  const said = failure?.want === undefined ? undefined : failure.message;
  const words = said ?? troubleOf(processes, context) ?? failure?.message ?? 'it failed without a message';
  return context.step.count > 1 ? `failed in ${times} of ${count(context.step.count, 'repetition')}: ${words}` : words;
}

/** Of a case that has ended less often than it must. */
export function missingCause(
  one: Expectation,
  done: number,
  processes: readonly ProcessOutcome[],
  context: Context,
): string {
  if (processes.length === 0) return notRunCause(one.test, context.run, context.limits);
  const words = troubleOf(processes, context) ?? absentCause(one, context);
  return done > 0 ? `only ${done} of ${count(context.step.count, 'repetition')} ended: ${words}` : words;
}

/** Its process came to an end, yet this case never did. */
function absentCause(one: Expectation, context: Context): string {
  if (context.run.ending !== 'exited') return notRunCause(one.test, context.run, context.limits);
  return 'it did not run, although its process ended (an earlier failure ends a test before its later parts)';
}

function troubleOf(processes: readonly ProcessOutcome[], context: Context): string | undefined {
  for (const process of processes) {
    const limits = { ...context.limits, testMs: clockThatRang(context.step, process.wallMs) };
    const words = processTrouble(process, limits, context.places);
    if (words !== undefined) return words;
  }
  return undefined;
}
