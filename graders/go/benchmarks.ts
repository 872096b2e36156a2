/** Reader of benchmark pairs: robust figures from samples taken in turns with the reference's. */
import type { BenchmarkPairs, Sample } from '../steps/benchmarks.ts';

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

/** What the process of a benchmark hid from its own clock. */
export interface Hidden {
  /** Milliseconds of a half (median) beyond its own clock, what a process costs anyway and what is granted. */
  readonly ms: number;
  /** The pairs with that time on the student's side. */
  readonly pairs: BenchmarkPairs;
  /** So much that the clock itself is not to be believed. */
  readonly gross: boolean;
}

/** Granted on a quiet machine: a part of the reference's half, and no more than any process varies by; milliseconds. */
const GRANTED = { part: 0.1, mostMs: 50 } as const;
/** From here, and from ten times what the own clock shows, no honest work outside of it explains the difference. */
const GROSS_MS = 1000;

/**
 * Compares the clock of the student's processes with the time seen from outside. The reference's difference is what a
 * process costs besides its benchmark. More than that is granted as far as noise goes and is counted beyond: it is time
 * that was not shown. Undefined when there is none, or nothing was seen from outside.
 */
export function hiddenTime(pairs: BenchmarkPairs): Hidden | undefined {
  const fixed = pairs.reference.map(besides);
  const own = pairs.student.map(besides);
  if (own.length < MIN_PAIRS || fixed.length < MIN_PAIRS || [...own, ...fixed].some(Number.isNaN)) return undefined;
  const usual = median(fixed) + granted(pairs, fixed);
  const ms = median(own) - usual;
  if (ms <= 0) return undefined;
  const student = pairs.student.map((sample, i) => withHidden(sample, own[i]! - usual));
  const shown = median(pairs.student.map(inside));
  return { ms, pairs: { ...pairs, student }, gross: ms > Math.max(GROSS_MS, 10 * shown) };
}

/**
 * What differs without anything being hidden. On a busy machine starting and ending a process varies by tens of
 * milliseconds, and nothing in the student's code has a part in how much the reference's do. And before its iterations a
 * benchmark without b.Loop is run once, outside of its clock: slower code takes longer for that, by what it shows itself.
 */
function granted({ student, reference }: BenchmarkPairs, fixed: readonly number[]): number {
  const quiet = Math.min(GRANTED.mostMs, GRANTED.part * median(reference.map(inside)));
  const once = median(student.map(first)) - median(reference.map(first));
  return Math.max(quiet, 2 * (quantile(fixed, 0.75) - quantile(fixed, 0.25))) + Math.max(0, once);
}

/** Milliseconds of one iteration; the only one is measured itself. */
function first({ nsPerOp, n }: Sample): number {
  return n > 1 ? nsPerOp / 1e6 : 0;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function inside({ nsPerOp, n }: Sample): number {
  return (nsPerOp * n) / 1e6;
}

function besides(sample: Sample): number {
  return (sample.wallMs ?? Number.NaN) - inside(sample);
}

function withHidden(sample: Sample, ms: number): Sample {
  return { ...sample, nsPerOp: sample.nsPerOp + (Math.max(0, ms) * 1e6) / sample.n };
}

export interface Allocation {
  readonly allocs: number;
  readonly bytes: number;
}

/** Fewer pairs say nothing. */
const MIN_PAIRS = 3;

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
  return {
    allocs: median(student.map(({ allocsPerOp }) => Math.floor(allocsPerOp))),
    bytes: median(student.map(({ bytesPerOp }) => Math.floor(bytesPerOp))),
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
