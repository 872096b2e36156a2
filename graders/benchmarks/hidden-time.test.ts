import { expect, test } from 'vitest';
import type { BenchmarkPairs, Sample } from '../steps/benchmarks.ts';
import { judge, sampleOf, speed } from './recorded.ts';

/** Halves that show `inside` ms by their own clock and last `outside` ms, give or take what `noise` says. */
function halves(inside: number, outside: number, noise: (i: number) => number = () => 0, n = 100): readonly Sample[] {
  return Array.from({ length: 10 }, (_, i) =>
    sampleOf((inside * 1e6) / n, { n, wallMs: outside + noise(i), cpuMs: outside }),
  );
}

function seen(inside: number, outside: number, noise?: (i: number) => number, n?: number): BenchmarkPairs {
  const student = halves(inside, outside, undefined, n);
  return { benchmark: 'BenchmarkParse', student, reference: halves(50, 70, noise, n), problem: '' };
}

/** How many times as long as the reference, and what is said of it. */
function times(measured: BenchmarkPairs): readonly [number, string] {
  const { evidence, cases } = judge(speed, { pairs: [measured] });
  return [(evidence['BenchmarkParse speed'] as { ratio: number }).ratio, cases[0]?.got ?? ''];
}

test.each([
  ['what a process costs anyway', 1, seen(50, 70)],
  ['a tenth of a half more', 1, seen(50, 75)],
  ['what the reference varies by, on a busy machine', 1, seen(50, 115, (i) => 40 * (i % 2))],
  ['the first of few iterations, in slow code', 3, seen(150, 150 + 25 + 30 - 10, undefined, 5)],
])('time outside of the own clock is nothing: %s', (_, ratio, measured) => {
  expect(times(measured)).toEqual([expect.closeTo(ratio), expect.not.stringContaining('clock')]);
});

test.each([
  ['30 ms of each half', 1.5, seen(50, 100)],
  ['as long as a half', 1.9, seen(50, 120)],
  ['as long as a half, on a machine that varies by 5 ms', 1.75, seen(50, 120, (i) => 5 * (i % 2))],
  ['one iteration of one', 1.9, seen(50, 120, undefined, 1)],
])('what is hidden beyond that counts: %s', (_, ratio, measured) => {
  expect(times(measured)).toEqual([expect.closeTo(ratio), expect.stringContaining('too little')]);
});

test.each([0, 0.001, 50])('a clock that shows %s ms of five seconds is tampering', (inside) => {
  expect(judge(speed, { pairs: [seen(inside, 5000)] })).toMatchObject({
    credit: 0,
    tampering: [expect.stringMatching(/^the clock of the process of BenchmarkParse shows \d+ ms less/)],
  });
});
