/** The student's half of a sealed test, in words: how its process ended, and where its code crashed. */
import type { ProcessOutcome, ServantOutcome } from '../steps/process.ts';
import { CRASHED, type Crash, crashesIn, readCrash } from './panic.ts';
import type { Places } from './places.ts';
import { crashOfProgram } from './programs.ts';
import { oneLine } from './text.ts';

/** Statuses of the tests' process that graders/judge/seal/end.go gives a meaning. */
const TOO_MANY_CALLS = 85;
const SERVANT_ENDED = 86;
const PROTOCOL_BROKEN = 87;

/** Why a sealed test did not come to its proper end; undefined when its servant has nothing to do with it. */
export function servantTrouble({ exitCode, servant }: ProcessOutcome): string | undefined {
  if (!servant) return undefined;
  if (exitCode === PROTOCOL_BROKEN) return 'your program and its tests did not understand each other any more';
  if (exitCode === TOO_MANY_CALLS) return 'stopped: your code was called more often than a test may call it';
  if (isEndedBadly(servant)) return `${endInWords(servant)} while the test ran`;
  return exitCode === SERVANT_ENDED ? 'your program ended with status 0 while the test ran' : undefined;
}

/** The crash that explains how a test went. Its stack is the servant's where there is one: the tests' shows none of the student's code. */
export function crashOf(process: ProcessOutcome, places: Places): Crash | undefined {
  const own = readCrash(process.stderr, places);
  const { servant } = process;
  if (!servant) return own ?? crashOfProgram(process, places);
  const theirs = crashesIn(servant.stderr, places);
  if (own) return theirs.findLast(({ message }) => message === own.message) ?? own;
  return servant.exitCode === CRASHED ? theirs.at(-1) : undefined;
}

function isEndedBadly({ ending, exitCode }: ServantOutcome): boolean {
  return ending !== 'exited' || exitCode !== 0;
}

function endInWords({ exitCode, signal }: ServantOutcome): string {
  return signal ? `your program was ended by ${oneLine(signal, 40)}` : `your program ended with status ${exitCode}`;
}
