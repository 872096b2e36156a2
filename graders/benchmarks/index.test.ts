import { expect, test } from 'vitest';
import { compiled, expecting, outcomes, process, ran, record, subject } from '../go/recorded.ts';
import { openings } from '../policy.ts';
import type { BenchmarkPairs, Sample } from '../steps/benchmarks.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { RunStep } from '../steps/run.ts';
import tests from '../tests/index.ts';
import benchmarks from './index.ts';
import type { Options } from './options.ts';

const student = subject({ testDirs: ['fastlog'], expected: expecting('fastlog', 'TestSame') });
const speed: Options = { speed: [{ benchmark: 'BenchmarkParse', full: 1.25, none: 3 }] };
const limits: Options = { limits: [{ benchmark: 'BenchmarkParse', allocs: 1, bytes: 100 }] };

const sampleOf = (nsPerOp: number, changes: Partial<Sample> = {}): Sample => ({
  nsPerOp,
  bytesPerOp: 64,
  allocsPerOp: 1,
  n: 100,
  ...changes,
});

/** Ten pairs in which the student takes `ratio` times as long, give or take what `noise` says. */
function pairs(ratio: number, changes: Partial<Sample> = {}, noise: (i: number) => number = () => 1): BenchmarkPairs {
  const reference = Array.from({ length: 10 }, (_, i) => sampleOf(1000 * (1 + i / 10)));
  const own = reference.map(({ nsPerOp }, i) => sampleOf(nsPerOp * ratio * noise(i), changes));
  return { benchmark: 'BenchmarkParse', student: own, reference, problem: '' };
}

interface World {
  readonly pairs?: readonly BenchmarkPairs[];
  readonly plain?: ProcessOutcome;
  readonly raced?: ProcessOutcome;
  readonly cause?: string;
}

function judge(options: Options, world: World, who = student) {
  const answer = (step: RunStep) => {
    if (step.kind === 'benchmarks') return ran({ pairs: world.pairs ?? [], cause: world.cause ?? '' });
    const process_ = step.kind === 'tests' && step.race ? world.raced : world.plain;
    return ran({ processes: [process_ ?? process('TestSame')] });
  };
  return benchmarks.judge(who, options, outcomes({ ran: answer }));
}

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

const racy = { ...student, goroutines: true };
const race = 'WARNING: DATA RACE\n';

/** What comes of right and fast code whose race build of the tests, or of the benchmark, went so. */
function judgeRaced(raced: Partial<ProcessOutcome>, watched: Partial<ProcessOutcome> = {}) {
  const answer = (step: RunStep) => {
    if (step.kind === 'benchmarks') return ran({ pairs: [pairs(1)] });
    if (step.kind === 'command')
      return ran({ processes: [process('', { records: [], completed: false, ...watched })] });
    return ran({ processes: [process('TestSame', step.race ? raced : {})] });
  };
  return benchmarks.judge(racy, { ...limits, ...speed }, outcomes({ ran: answer }));
}

test('where goroutines are possible the race build runs the required tests, and each benchmark for a bounded time', () => {
  const { run } = benchmarks.plan(racy, { ...speed, pair: '80ms' });
  expect(run.map((step) => [step.kind, 'race' in step && step.race])).toEqual([
    ['tests', false],
    ['tests', true],
    ['command', true],
    ['benchmarks', false],
  ]);
  const args = ['-test.bench=^BenchmarkParse$', '-test.benchtime=800ms'];
  expect(run[2]).toMatchObject({ args: expect.arrayContaining(args) });
  const long = benchmarks.plan(racy, { ...speed, pair: '1s' }).run[2];
  expect(long).toMatchObject({ args: expect.arrayContaining(['-test.benchtime=2000ms']) });
});

test.each([
  ['fails', { exitCode: 1, records: [record('TestSame', 'fail')] }],
  ['meets a race', { exitCode: 66, race, records: [] }],
  ['hangs', { ending: 'timed-out' as const, records: [], completed: false }],
])('a required test that %s in the race build proves nothing right: no points', (_, raced) => {
  expect(judgeRaced({})).toMatchObject({ credit: 1 });
  const summary = expect.stringContaining('only right code can be fast, and 1 of 1 required test did not pass');
  expect(judgeRaced(raced)).toMatchObject({ credit: 0, summary });
});

test.each([
  ['meets a race', { exitCode: 66, stderr: `==================\n${race}` }, 'it meets a data race there'],
  ['fails', { exitCode: 1 }, 'it fails there'],
  ['hangs', { ending: 'timed-out' as const }, 'stopped after 60 s'],
])('a benchmark that %s in the race build earns nothing, for speed and for allocations', (_, watched, words) => {
  const judgement = judgeRaced({}, watched);
  expect(judgement).toMatchObject({ credit: 0, tampering: [] });
  const cause = expect.stringContaining(words);
  expect(judgement.cases.map((one) => one.cause)).toEqual([cause, cause, cause]);
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
