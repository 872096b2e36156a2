/** Reader of benchmark pairs: robust figures from samples taken in turns with the reference's. */
import type { BenchmarkPairs } from '../steps.ts';

export interface Speed {
  /** Median of time(student) / time(reference), pair by pair. */
  readonly ratio: number;
  /** The ratio that a quarter of the pairs stays below. */
  readonly lowRatio: number;
  /** Distance of the quartiles of the ratios in relation to their median. */
  readonly spread: number;
  /** The same of the reference's times: what the machine does, since the student's code has no part in it. */
  readonly noise: number;
  readonly pairs: number;
}

export interface Allocation {
  readonly allocs: number;
  readonly bytes: number;
}

/** Fewer pairs say nothing. */
export const MIN_PAIRS = 3;

/** How fast the student's code is in relation to the reference; undefined when the pairs say nothing. */
export function speedOf({ student, reference }: BenchmarkPairs): Speed | undefined {
  const pairs = student.flatMap((sample, i) => {
    const times = { own: sample.nsPerOp, other: reference[i]?.nsPerOp ?? 0 };
    return times.own > 0 && times.other > 0 ? [times] : [];
  });
  if (pairs.length < MIN_PAIRS) return undefined;
  const ratios = pairs.map(({ own, other }) => own / other);
  return {
    ratio: quantile(ratios, 0.5),
    lowRatio: quantile(ratios, 0.25),
    spread: spreadOf(ratios),
    noise: spreadOf(pairs.map(({ other }) => other)),
    pairs: pairs.length,
  };
}

function spreadOf(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / quantile(values, 0.5);
}

/** Medians over the student's samples, each in whole numbers as `go test` gives them; undefined when there are too few. */
export function allocationOf({ student }: BenchmarkPairs): Allocation | undefined {
  if (student.length < MIN_PAIRS) return undefined;
  const median = (values: readonly number[]) => quantile(values.map(Math.floor), 0.5);
  return {
    allocs: median(student.map(({ allocsPerOp }) => allocsPerOp)),
    bytes: median(student.map(({ bytesPerOp }) => bytesPerOp)),
  };
}

/** With linear interpolation between neighbours; the list must not be empty. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
}
