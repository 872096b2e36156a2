import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expecting, outcomes, process, ran, record, subject } from '../go/recorded.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { RunStep } from '../steps/run.ts';
import tests from '../tests/index.ts';
import race from './index.ts';
import type { Options } from './options.ts';

const report = readFileSync(new URL('../go/testdata/race-TestCount.txt', import.meta.url), 'utf8');
const student = subject({ expected: expecting('gradebook', 'TestCount', 'TestOther') });
const isRace = (step: RunStep) => step.kind === 'tests' && step.race;
const good = [process('TestCount'), process('TestOther')];
const racing = process('TestCount', {
  exitCode: 66,
  completed: false,
  race: report,
  records: [record('TestCount', 'fail')],
});

function judge(raced: readonly ProcessOutcome[], plain: readonly ProcessOutcome[] = good, options: Options = {}) {
  return race.judge(student, options, outcomes({ ran: (step) => ran({ processes: isRace(step) ? raced : plain }) }));
}

test('the race build is planned beside the plain one, whose step is that of the tests', () => {
  const plan = race.plan(student, { count: 30, procs: [1, 2, 4] });
  expect(plan.run[0]).toEqual(tests.plan(student, {}).run[0]);
  expect(plan.run[1]).toMatchObject({
    race: true,
    count: 30,
    procs: [1, 2, 4],
    program: { env: { CGO_ENABLED: '1' } },
  });
  expect(plan.run[1]).toMatchObject({ program: { args: expect.arrayContaining(['-race']) } });
});

test('there are never fewer repetitions than values of GOMAXPROCS', () => {
  expect(race.plan(student, { count: 1, procs: [1, 2, 4] }).run[1]).toMatchObject({ count: 3 });
});

test('no report and every test passed is full credit', () => {
  expect(judge(good)).toMatchObject({ credit: 1, summary: 'no data race seen in 2 tests', findings: [] });
});

test('a test that runs too long is told the clock that rang: its own, or the shorter one of what hung before', () => {
  const stopped = (wallMs: number) =>
    process('TestCount', { ending: 'timed-out', completed: false, records: [], wallMs });
  const cause = (wallMs: number) => judge([stopped(wallMs), process('TestOther')]).cases[0]?.cause;
  expect(cause(59_600)).toContain('stopped after 60 s');
  expect(cause(9_600)).toContain('stopped after 10 s');
});

test('a report takes the share of its test and is a finding on the student’s line with both stacks', () => {
  const judgement = judge([racing, process('TestOther')]);
  expect(judgement).toMatchObject({ credit: 0.5, summary: 'data race in 1 of 2 tests' });
  expect(judgement.findings).toMatchObject([
    { rule: 'data-race', file: 'gradebook/book.go', line: 18, tests: ['gradebook.TestCount'] },
  ]);
  expect(judgement.findings[0]?.detail).toMatch(/Bump[\s\S]*Count/);
  expect(judgement.findings[0]?.detail).not.toContain('hidden_test.go');
  expect(judgement.cases[0]).toMatchObject({
    verdict: 'fail',
    cause: 'data race',
    reproduce: expect.stringContaining('-race'),
  });
});

test('a report counts even when every record says pass', () => {
  expect(judge([{ ...racing, records: [record('TestCount')] }, process('TestOther')]).credit).toBe(0.5);
});

test('code that does nothing earns nothing, although it has no race', () => {
  const failing = ['TestCount', 'TestOther'].map((name) =>
    process(name, { exitCode: 1, records: [record(name, 'fail')] }),
  );
  expect(judge(failing, failing)).toMatchObject({
    credit: 0,
    summary: expect.stringContaining('2 cases do not count'),
  });
});

test('a pass of the race build alone is worth nothing', () => {
  const failing = [process('TestCount', { exitCode: 1, records: [record('TestCount', 'fail')] }), process('TestOther')];
  const judgement = judge(good, failing);
  expect(judgement.credit).toBe(0.5);
  expect(judgement.cases[0]?.cause).toContain('under the race detector only');
});

test('a race in one of several processes of a test takes its share', () => {
  const passed = process('TestCount', { records: [record('TestCount'), record('TestCount')] });
  const other = process('TestOther', { records: Array.from({ length: 3 }, () => record('TestOther')) });
  expect(judge([passed, racing, other], good, { count: 3, procs: [1, 2] }).credit).toBe(0.5);
});

test('tampering in either build takes everything', () => {
  expect(judge(good, [process('TestCount', { tampering: ['a contradiction'] }), process('TestOther')])).toMatchObject({
    credit: 0,
    tampering: ['a contradiction'],
  });
});

test('while nothing is expected the reference is recorded in the plain build', () => {
  const [first, second] = race.plan(subject(), { count: 30 }).run;
  expect(first).toMatchObject({ tests: null, race: false, tree: 'reference' });
  expect(second).toEqual(first);
});
