/** Measurements for the tests of this check: complete values with plain defaults. */
import { expecting, outcomes, process, ran, subject } from '../go/recorded.ts';
import type { BenchmarkPairs, Sample } from '../steps/benchmarks.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { RunStep } from '../steps/run.ts';
import benchmarks from './index.ts';
import type { Options } from './options.ts';

export const student = subject({ testDirs: ['fastlog'], expected: expecting('fastlog', 'TestSame') });
export const speed: Options = { speed: [{ benchmark: 'BenchmarkParse', full: 1.25, none: 3 }] };
export const limits: Options = { limits: [{ benchmark: 'BenchmarkParse', allocs: 1, bytes: 100 }] };

export const sampleOf = (nsPerOp: number, changes: Partial<Sample> = {}): Sample => ({
  nsPerOp,
  bytesPerOp: 64,
  allocsPerOp: 1,
  n: 100,
  ...changes,
});

/** Ten pairs in which the student takes `ratio` times as long, give or take what `noise` says. */
export function pairs(
  ratio: number,
  changes: Partial<Sample> = {},
  noise: (i: number) => number = () => 1,
): BenchmarkPairs {
  const reference = Array.from({ length: 10 }, (_, i) => sampleOf(1000 * (1 + i / 10)));
  const own = reference.map(({ nsPerOp }, i) => sampleOf(nsPerOp * ratio * noise(i), changes));
  return { benchmark: 'BenchmarkParse', student: own, reference, problem: '' };
}

/** What came of the benchmarks and of the required test; what is not said has gone well. */
export interface World {
  readonly pairs?: readonly BenchmarkPairs[];
  readonly plain?: ProcessOutcome;
  readonly raced?: ProcessOutcome;
  readonly cause?: string;
}

/** The judgement of a world. */
export function judge(options: Options, world: World, who = student) {
  const answer = (step: RunStep) => {
    if (step.kind === 'benchmarks') return ran({ pairs: world.pairs ?? [], cause: world.cause ?? '' });
    const process_ = step.kind === 'tests' && step.race ? world.raced : world.plain;
    return ran({ processes: [process_ ?? process('TestSame')] });
  };
  return benchmarks.judge(who, options, outcomes({ ran: answer }));
}
