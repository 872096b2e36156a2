import type { Static } from 'typebox';
import type { Case, Subject } from '../check.ts';
import { allocationOf, hiddenTime, type Speed as PairRatios, speedOf } from '../go/benchmarks.ts';
import { caseName } from '../go/places.ts';
import { oneLine, rounded } from '../go/text.ts';
import type { BenchmarkPairs } from '../steps/benchmarks.ts';
import type { Limit, Speed } from './options.ts';

/** One measured thing, what it earned and what it says. */
export interface Mark {
  readonly credit: number;
  /** `BenchmarkParse allocs/op`. */
  readonly name: string;
  readonly got: string;
  readonly want: string;
  readonly cause: string;
  readonly evidence: Readonly<Record<string, number | boolean>>;
}

/** Above this distance of the quartiles, a median of pair ratios is not to be believed. */
const NOISY = 0.1;

/** The limits that an entry names: allocations, bytes or both. */
export function limitMarks(limit: Static<typeof Limit>, pairs: BenchmarkPairs): readonly Mark[] {
  const { allocs, bytes } = limit;
  const { benchmark } = pairs;
  const measured = allocationOf(pairs);
  return [
    ...(allocs === undefined ? [] : [limitMark(`${benchmark} allocs/op`, measured?.allocs, allocs, pairs)]),
    ...(bytes === undefined ? [] : [limitMark(`${benchmark} B/op`, measured?.bytes, bytes, pairs)]),
  ];
}

function limitMark(name: string, got: number | undefined, limit: number, pairs: BenchmarkPairs): Mark {
  const want = `at most ${limit}`;
  if (got === undefined) return unmeasured(name, want, problemOf(pairs));
  const kept = got <= limit + tolerance(limit);
  return {
    credit: kept ? 1 : 0,
    name,
    got: rounded(got),
    want,
    cause: kept ? '' : `${rounded(got)} instead of at most ${limit}`,
    evidence: { got, limit },
  };
}

/**
 * The runtime allocates now and then on its own: one more or 1 %, whichever is more. Below ten the figures are exact
 * (medians of whole numbers, as `go test` prints them), and one more would be a limit that nobody set.
 */
function tolerance(limit: number): number {
  return limit < 10 ? 0 : Math.max(1, limit * 0.01);
}

/** Credit for speed: 1 up to `full`, even decline to half at `half` and to 0 at `none`. */
export function speedMark(speed: Static<typeof Speed>, pairs: BenchmarkPairs): Mark {
  const { full = 1.25, none = 3 } = speed;
  const name = `${pairs.benchmark} speed`;
  const want = `at most ${full} times the reference`;
  const hidden = hiddenTime(pairs);
  const measured = speedOf(hidden?.pairs ?? pairs);
  if (measured === undefined) return unmeasured(name, want, problemOf(pairs));
  const noisy = measured.spread > NOISY && measured.noise > NOISY;
  const ratio = noisy ? doubtful(measured) : measured.ratio;
  const credit = speedCredit(ratio, { full, none, half: speed.half ?? (full + none) / 2 });
  const spread = `spread ${Math.round(100 * measured.spread)} %, ${measured.pairs} pairs`;
  const { rounds = 1 } = pairs;
  const often = rounds > 1 ? `, measured ${rounds} times` : '';
  const doubt = noisy ? `; too noisy a machine${often}, so in doubt ${rounded(ratio)} counts` : '';
  const clock = hidden
    ? `; its own clock shows ${Math.round(hidden.ms)} ms too little, so the time from outside counts`
    : '';
  return {
    credit,
    name,
    got: `${rounded(measured.ratio)} times the reference (${spread}${doubt}${clock})`,
    want,
    cause: credit === 1 ? '' : `${rounded(ratio)} times the reference: ${Math.round(100 * credit)} % of the credit`,
    evidence: { ...measured, counted: ratio, noisy, rounds, ...(hidden ? { hiddenMs: hidden.ms } : {}) },
  };
}

/**
 * The benefit of the doubt on a noisy machine: the ratio of the faster quarter, less what the reference varied by
 * itself. Noise that only the student's times show is the student's own and earns nothing.
 */
function doubtful({ lowRatio, noise }: PairRatios): number {
  return lowRatio / (1 + noise);
}

function speedCredit(ratio: number, { full, half, none }: { full: number; half: number; none: number }): number {
  if (ratio <= full) return 1;
  if (ratio >= none) return 0;
  if (ratio <= half) return 1 - (0.5 * (ratio - full)) / (half - full);
  return (0.5 * (none - ratio)) / (none - half);
}

function unmeasured(name: string, want: string, cause: string): Mark {
  return { credit: 0, name, got: '', want, cause, evidence: {} };
}

function problemOf({ problem }: BenchmarkPairs): string {
  return problem === '' ? 'too few pairs were measured' : oneLine(problem);
}

export function markAsCase(subject: Subject, dir: string, mark: Mark, weight: number): Case {
  const base = { name: caseName(dir, oneLine(mark.name)), weight, visibility: subject.visibility, want: mark.want };
  const got = mark.got === '' ? {} : { got: mark.got };
  if (mark.credit === 1) return { ...base, ...got, verdict: 'pass' };
  return { ...base, ...got, verdict: mark.got === '' ? 'missing' : 'fail', cause: mark.cause };
}
