/** Why a test did not run to its end, in words that a student can act on. */
import type { Limits } from '../check.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { RunOutcome } from '../steps/run.ts';
import { crashInWords } from './panic.ts';
import type { Places } from './places.ts';
import { crashOf, servantTrouble } from './servant.ts';
import { duration, oneLine, size } from './text.ts';

/** Why a process did not finish its test; undefined when it did. */
export function processTrouble(process: ProcessOutcome, limits: Limits, places: Places): string | undefined {
  switch (process.ending) {
    case 'timed-out':
      return `stopped after ${duration(limits.testMs)}: it was still running (an endless loop, a deadlock, or too slow)`;
    case 'out-of-memory':
      return `stopped: it needed more than ${size(limits.memoryBytes)} of memory`;
    case 'output-limit':
      return `stopped: it printed more than ${size(limits.outputBytes)}`;
    case 'process-limit':
      return `stopped: it started more than ${limits.processes} processes or threads`;
    case 'skipped':
      return 'not run';
  }
  const crash = crashOf(process, places);
  if (crash) return crash.message.startsWith('test timed out') ? 'stopped: it was still running' : crashInWords(crash);
  const servant = servantTrouble(process);
  if (servant) return servant;
  if (process.ending === 'signalled') return `ended by ${oneLine(process.signal, 40) || 'a signal'}`;
  if (process.completed) return undefined;
  return `the process ended with status ${process.exitCode} before the test was finished`;
}

/** Why a test has no process at all. */
export function notRunCause(test: string, run: RunOutcome, limits: Limits): string {
  const why = oneLine(run.cause) || stepTrouble(run, limits);
  const listed = run.notRun.some((name) => name === test || name.startsWith(`${test}:`));
  if (why !== undefined) return `not run: ${why}`;
  return listed ? `not run: the time budget of ${duration(limits.runMs)} was used up` : 'no proof arrived that it ran';
}

/** Why a whole step ended early, where its own words are missing; undefined when it did not. */
export function stepTrouble(run: RunOutcome, limits: Limits): string | undefined {
  switch (run.ending) {
    case 'timed-out':
      return `the time budget of ${duration(limits.runMs)} was used up`;
    case 'out-of-memory':
      return `the tests together needed more than ${size(limits.memoryBytes)} of memory`;
    case 'skipped':
      return 'what it needs was not built';
    case 'exited':
      return undefined;
    default:
      return `the run ended early (${run.ending})`;
  }
}
