/**
 * Benchmarks in the race build, where goroutines are possible: a race that begins after many calls shows in no test, and
 * with a race neither the counts nor the clock of a process can be relied on. What a benchmark prints counts for
 * nothing; silence is no confirmation here either, so it has to come to its end and to succeed.
 */
import type { Outcomes, Subject } from '../check.ts';
import { RACE_SLOWDOWN } from '../go/clocks.ts';
import { compileTrouble } from '../go/compiler.ts';
import { studentPlaces } from '../go/places.ts';
import { testBinaryStep } from '../go/steps.ts';
import { processTrouble } from '../go/words.ts';
import type { CommandStep } from '../steps/run.ts';

/** For long halves it makes fewer iterations than a half does, because everybody behind it waits. */
const MOST_MS = 2_000;

/** One process for each benchmark, by its name. */
export function watchedSteps(subject: Subject, dir: string, benchmarks: readonly string[], pairMs: number) {
  if (!subject.goroutines) return new Map<string, CommandStep>();
  const time = Math.min(RACE_SLOWDOWN * pairMs, MOST_MS);
  return new Map(benchmarks.map((benchmark) => [benchmark, watchedStep(subject, dir, benchmark, time)]));
}

function watchedStep(subject: Subject, dir: string, benchmark: string, time: number): CommandStep {
  return {
    kind: 'command',
    program: testBinaryStep(subject, dir, { tree: 'judged', race: true }),
    tree: 'judged',
    dir,
    args: ['-test.run=^$', `-test.bench=^${benchmark}$`, `-test.benchtime=${time}ms`, '-test.paniconexit0'],
    collect: [],
    race: true,
    timeoutMs: subject.limits.runMs,
    outputBytes: subject.limits.outputBytes,
  };
}

const UNCONFIRMED = 'unverified: the build with the race detector does not confirm this benchmark: ';

/** Why nothing that a benchmark measured can be relied on; undefined when its race build has confirmed it. */
export function unconfirmed(step: CommandStep, subject: Subject, outcomes: Outcomes): string | undefined {
  const compiled = outcomes.compiled(step.program);
  const unbuilt = compileTrouble(compiled) ?? (compiled.exitCode === 0 ? undefined : 'it does not compile there');
  if (unbuilt !== undefined) return UNCONFIRMED + unbuilt;
  const [process] = outcomes.ran(step).processes;
  if (process === undefined) return `${UNCONFIRMED}it was not run there`;
  if (process.stderr.includes('WARNING: DATA RACE')) return `${UNCONFIRMED}it meets a data race there`;
  if (process.ending === 'exited' && process.exitCode === 0) return undefined;
  if (process.ending === 'exited' && process.exitCode === 1) return `${UNCONFIRMED}it fails there`;
  const limits = { ...subject.limits, testMs: step.timeoutMs };
  return UNCONFIRMED + (processTrouble(process, limits, studentPlaces(subject)) ?? `status ${process.exitCode}`);
}
