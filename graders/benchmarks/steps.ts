import type { Subject } from '../check.ts';
import { secondBuild } from '../go/agreement.ts';
import { topLevel } from '../go/places.ts';
import { ONCE, testsSteps } from '../go/selection.ts';
import { testBinaryStep } from '../go/steps.ts';
import type { BenchmarksStep } from '../steps/benchmarks.ts';
import type { CommandStep } from '../steps/run.ts';
import type { TestsStep } from '../steps/tests.ts';
import type { Options } from './options.ts';
import { watchedSteps } from './watched.ts';

export interface BenchmarkSteps {
  /** The tests that must pass, planned as the `tests` check does, so that both share the step. */
  readonly required: readonly TestsStep[];
  /** The same under the race detector, where allocations are counted, or where it has to confirm what passed. */
  readonly raced: readonly TestsStep[];
  /** The benchmarks under the race detector, by name. */
  readonly watched: ReadonlyMap<string, CommandStep>;
  /** Absent when nothing is to be measured. */
  readonly measured?: BenchmarksStep;
}

/** How often times are taken before a machine counts as too noisy. */
const ROUNDS = 3;

function packageOf(subject: Subject, chosen: Options): string | undefined {
  return chosen.package ?? subject.testDirs[0];
}

/** Tests that have to pass before speed means anything. */
export function requiredTests(dir: string, { requires }: Options) {
  const run = requires?.map((pattern) => `(?:${pattern})`).join('|');
  return { packages: [dir], ...(run === undefined ? {} : { run }) };
}

export function benchmarkSteps(subject: Subject, chosen: Options): BenchmarkSteps {
  const { limits = [], speed = [] } = chosen;
  const dir = packageOf(subject, chosen);
  const benchmarks = [...new Set([...limits, ...speed].map(({ benchmark }) => topLevel(benchmark)))].sort();
  if (dir === undefined || benchmarks.length === 0) return { required: [], raced: [], watched: new Map() };
  const required = testsSteps(subject, requiredTests(dir, chosen), ONCE);
  const raced = racedSteps(subject, chosen, dir);
  const measured = { ...measuredStep(subject, chosen, dir, benchmarks), requires: required };
  return { required, raced, watched: watchedSteps(subject, dir, benchmarks, measured.pairMs), measured };
}

function racedSteps(subject: Subject, chosen: Options, dir: string): readonly TestsStep[] {
  const required = requiredTests(dir, chosen);
  const counted = (chosen.limits ?? []).length > 0;
  return counted ? testsSteps(subject, required, { ...ONCE, race: true }) : secondBuild(subject, required);
}

function measuredStep(subject: Subject, chosen: Options, dir: string, benchmarks: readonly string[]): BenchmarksStep {
  return {
    kind: 'benchmarks',
    program: testBinaryStep(subject, dir, { tree: 'judged' }),
    reference: testBinaryStep(subject, dir, { tree: 'reference' }),
    tree: 'judged',
    dir,
    benchmarks,
    pairs: chosen.pairs ?? 10,
    pairMs: milliseconds(chosen.pair ?? '50ms'),
    // Also for counts of allocations alone: so a criterion on them shares its step with one on speed.
    rounds: ROUNDS,
    timeoutMs: subject.limits.runMs,
  };
}

function milliseconds(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('ms') ? 1 : 1000);
}
