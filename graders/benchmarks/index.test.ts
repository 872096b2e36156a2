import { expect, test } from 'vitest';
import { compiled, outcomes, process, ran, record, subject } from '../go/recorded.ts';
import { openings } from '../policy.ts';
import type { BenchmarkPairs } from '../steps/benchmarks.ts';
import tests from '../tests/index.ts';
import benchmarks from './index.ts';
import type { Options } from './options.ts';
import { judge, limits, pairs, sampleOf, speed, student } from './recorded.ts';

test('student and reference are built alike and measured in turns, behind the tests that must pass', () => {
  const plan = benchmarks.plan(student, { ...speed, pairs: 20, pair: '1s' });
  expect(plan.run[0]).toEqual(tests.plan(student, {}).run[0]);
  expect(plan.run[1]).toMatchObject({
    kind: 'benchmarks',
    dir: 'fastlog',
    benchmarks: ['BenchmarkParse'],
    pairs: 20,
    pairMs: 1000,
    program: { tree: 'judged' },
    reference: { tree: 'reference' },
    requires: tests.plan(student, {}).run,
  });
});

test('speed and allocations of one benchmark are measured once, up to three times on a restless machine', () => {
  const measured = [speed, limits].map((options) => benchmarks.plan(student, options).run.at(-1));
  expect(measured[0]).toMatchObject({ kind: 'benchmarks', rounds: 3 });
  expect(measured[1]).toEqual(measured[0]);
});

test('where allocations are counted the race build is asked too', () => {
  expect(benchmarks.plan(student, limits).run.map((step) => step.kind === 'tests' && step.race)).toEqual([
    false,
    true,
    false,
  ]);
});

test.each([
  [1, 1],
  [1.25, 1],
  [2.125, 0.5],
  [3, 0],
  [50, 0],
])('a median ratio of %s gives credit %s', (ratio, credit) => {
  expect(judge(speed, { pairs: [pairs(ratio)] }).credit).toBeCloseTo(credit);
});

test('half the credit can be set at a ratio of its own', () => {
  const half: Options = { speed: [{ benchmark: 'BenchmarkParse', full: 1, half: 2, none: 10 }] };
  expect(judge(half, { pairs: [pairs(2)] }).credit).toBeCloseTo(0.5);
  expect(judge(half, { pairs: [pairs(6)] }).credit).toBeCloseTo(0.25);
});

test('one disturbed pair does not change the median', () => {
  expect(judge(speed, { pairs: [pairs(1, {}, (i) => (i === 3 ? 40 : 1))] }).credit).toBe(1);
});

/** Pairs as on a machine that is twice as slow every other time, for the half that is named. */
function disturbed(ratio: number, half: 'both' | 'student'): BenchmarkPairs {
  const slow = (i: number) => (i % 2 ? 1 : 2);
  const reference = Array.from({ length: 10 }, (_, i) =>
    sampleOf(1000 * (half === 'both' ? slow(i + 1 + (i >> 1)) : 1)),
  );
  const own = Array.from({ length: 10 }, (_, i) => sampleOf(1000 * ratio * slow(i)));
  return { benchmark: 'BenchmarkParse', student: own, reference, problem: '' };
}

test('on a noisy machine the student has the benefit of the doubt, and it is said', () => {
  const judgement = judge(speed, { pairs: [disturbed(1.6, 'both')] });
  expect(judgement.credit).toBe(1);
  expect(judgement.cases[0]?.got).toMatch(
    /^[\d.]+ times the reference \(spread \d+ %, 10 pairs; too noisy a machine, so in doubt [\d.]+ counts\)$/,
  );
  expect(judgement.evidence).toMatchObject({ 'BenchmarkParse speed': { noisy: true } });
});

test('a machine that was too noisy each time is said to have been', () => {
  const judgement = judge(speed, { pairs: [{ ...disturbed(1.6, 'both'), rounds: 3 }] });
  expect(judgement.cases[0]?.got).toContain('too noisy a machine, measured 3 times, so in doubt');
  expect(judgement.evidence).toMatchObject({ 'BenchmarkParse speed': { rounds: 3 } });
});

test('noise does not make slow code fast', () => {
  expect(judge(speed, { pairs: [disturbed(20, 'both')] }).credit).toBe(0);
});

test('code that varies by itself gets no benefit of any doubt', () => {
  const judgement = judge(speed, { pairs: [disturbed(1.6, 'student')] });
  expect(judgement.credit).toBeLessThan(0.5);
  expect(judgement.evidence).toMatchObject({ 'BenchmarkParse speed': { noisy: false } });
});

test.each([
  [{ allocsPerOp: 1, bytesPerOp: 100 }, 1],
  [{ allocsPerOp: 1.9, bytesPerOp: 101 }, 1],
  [{ allocsPerOp: 2, bytesPerOp: 100 }, 0.5],
  [{ allocsPerOp: 2, bytesPerOp: 102 }, 0],
])('limits are hard, with one per cent above ten: %j', (counts, credit) => {
  expect(judge(limits, { pairs: [pairs(1, counts)] }).credit).toBe(credit);
});

test('limits and speed share the credit as the teacher says', () => {
  const both = { ...limits, ...speed, share: 0.8 };
  expect(judge(both, { pairs: [pairs(10)] }).credit).toBeCloseTo(0.8);
});

test('every sub-benchmark has to hold', () => {
  const small = { ...pairs(1), benchmark: 'BenchmarkParse/small' };
  const large = { ...pairs(5), benchmark: 'BenchmarkParse/large' };
  expect(judge(speed, { pairs: [small, large] }).credit).toBe(0.5);
  const one: Options = { speed: [{ benchmark: 'BenchmarkParse/small' }] };
  expect(judge(one, { pairs: [small, large] }).credit).toBe(1);
});

test('code that is wrong gets nothing, however fast', () => {
  const plain = process('TestSame', { exitCode: 1, records: [record('TestSame', 'fail')] });
  expect(judge(speed, { plain, pairs: [pairs(0.01)] })).toMatchObject({
    credit: 0,
    summary: 'not counted: only right code can be fast, and 1 of 1 required test did not pass',
  });
});

test('where goroutines are possible, code is right that the race build confirms', () => {
  const racy = { ...student, goroutines: true };
  expect(benchmarks.plan(racy, speed).run.filter((step) => step.kind === 'tests' && step.race)).toHaveLength(1);
  const raced = process('TestSame', { ending: 'timed-out', completed: false, records: [] });
  expect(judge(speed, { pairs: [pairs(1)], raced }, racy)).toMatchObject({
    credit: 0,
    summary: expect.stringContaining('1 of 1 required test did not pass in the build with the race detector, too'),
  });
  expect(judge(speed, { pairs: [pairs(1)] }, racy).credit).toBe(1);
});

test('with no test that proves it right, nothing counts', () => {
  expect(judge({ ...speed, requires: ['^TestNone$'] }, { pairs: [pairs(1)] }).credit).toBe(0);
});

test('a data race voids counts of allocations', () => {
  const raced = process('TestSame', { exitCode: 66, race: 'WARNING: DATA RACE\n' });
  expect(judge(limits, { raced, pairs: [pairs(1)] })).toMatchObject({
    credit: 0,
    summary: expect.stringContaining('data race'),
  });
});

test.each([
  ['anything', 'anything lets'],
  ['unsafe', 'unsafe reaches memory'],
])('with %s allowed counts of allocations are unverified, speed counts', (word, words) => {
  const open = { ...student, openings: openings([word, 'concurrency']) };
  const all = outcomes({
    ran: (step) => ran(step.kind === 'benchmarks' ? { pairs: [pairs(1)] } : { processes: [process('TestSame')] }),
  });
  const judgement = benchmarks.judge(open, { ...limits, ...speed }, all);
  expect(judgement.credit).toBeCloseTo(0.5);
  expect(judgement.summary).toMatch(new RegExp(`unverified: .*${words}`));
  const raced = { ...student, openings: openings(['concurrency']) };
  expect(benchmarks.judge(raced, limits, all).credit).toBe(1);
});

test('a benchmark that contradicts itself is tampering, whatever it measured', () => {
  const early = 'the process ended with status 0 before the benchmark had reported its end';
  const judgement = judge(speed, { pairs: [{ ...pairs(1), tampering: [early] }] });
  expect(judgement).toMatchObject({ credit: 0, summary: 'not counted', tampering: [early] });
});

test('a benchmark that failed or is missing says why', () => {
  const failed = {
    benchmark: 'BenchmarkParse',
    student: [],
    reference: [],
    problem: 'the benchmark failed: \x1b[1mboom',
  };
  const judgement = judge(speed, { pairs: [failed] });
  expect(judgement.cases[0]).toMatchObject({ verdict: 'missing', cause: 'the benchmark failed: boom' });
  expect(judge(speed, { cause: 'the time for all benchmarks together (1m0s) was used up' })).toMatchObject({
    credit: 0,
    summary: expect.stringContaining('used up'),
  });
});

test('figures that are none count as no pair', () => {
  const strange = pairs(1);
  const zero = { ...strange, student: strange.student.map((one) => ({ ...one, nsPerOp: 0 })) };
  expect(judge(speed, { pairs: [zero] }).credit).toBe(0);
});

test('a reference that cannot be measured is no fault of the student’s', () => {
  const broken = {
    benchmark: 'BenchmarkParse',
    student: [],
    reference: [],
    problem: 'the reference: there is no such benchmark',
  };
  expect(() => judge(speed, { pairs: [broken] })).toThrow('there is no such benchmark');
  const unbuilt = outcomes({
    compiled: (step) => (step.tree === 'reference' ? compiled({ exitCode: 1 }) : undefined),
    ran: () => ran({ processes: [process('TestSame')] }),
  });
  expect(() => benchmarks.judge(student, speed, unbuilt)).toThrow('the reference does not compile');
});

test('while nothing is expected only the reference’s tests are recorded', () => {
  expect(benchmarks.plan(subject({ testDirs: ['fastlog'] }), limits).run).toMatchObject([
    { kind: 'tests', tests: null },
  ]);
});
