import { expect, test } from 'vitest';
import type { Subject } from '../check.ts';
import { compiled, expecting, outcomes, process, ran, record, subject } from '../go/recorded.ts';
import type { CompileOutcome, ProcessOutcome, RunOutcome } from '../steps.ts';
import tests from './index.ts';

const student = subject({ goroutines: true, expected: expecting('gradebook', 'TestA', 'TestTop') });
const failing = (changes: Partial<ProcessOutcome> = {}) =>
  process('TestTop', { exitCode: 1, records: [record('TestTop', 'fail')], ...changes });
const honest = [process('TestA'), process('TestTop')];

/** Judges code that passes everything in the plain build, and does this in the race build. */
function judged(raced: Partial<RunOutcome>, who: Subject = student, built: Partial<CompileOutcome> = {}) {
  return tests.judge(
    who,
    {},
    outcomes({
      compiled: (step) => (step.kind === 'go' && step.args.includes('-race') ? compiled(built) : undefined),
      ran: (step) => ran(step.kind === 'tests' && step.race ? raced : { processes: honest }),
    }),
  );
}

test('linked tests run in both builds where goroutines are allowed, and nowhere else', () => {
  const races = (who: Subject) => tests.plan(who, {}).run.map((step) => step.kind === 'tests' && step.race);
  expect(races(student)).toEqual([false, true]);
  expect(races({ ...student, goroutines: false })).toEqual([false]);
  expect(races({ ...student, expected: [] })).toEqual([false]);
  const sealed = [{ dir: 'gradebook', number: 0, tests: ['TestA', 'TestTop'], build: '.', glue: [] }];
  expect(races({ ...student, sealed })).toEqual([false]);
});

test('what both builds pass counts', () => {
  expect(judged({ processes: honest })).toMatchObject({ credit: 1, summary: 'all 2 tests passed' });
});

test.each([
  ['fails', failing()],
  ['ends with status 0 and no record', process('TestTop', { records: [] })],
  ['crashes', failing({ exitCode: -1, ending: 'signalled', records: [], completed: false })],
])('a pass does not count when the test %s in the race build', (_, raced) => {
  const judgement = judged({ processes: [process('TestA'), raced] });
  expect(judgement.credit).toBe(0.5);
  expect(judgement.cases[1]).toMatchObject({ verdict: 'fail', cause: expect.stringContaining('both must agree') });
});

test('nor when the code builds without the detector only', () => {
  const judgement = judged({ processes: [] }, student, { exitCode: 1, stderr: './a.go:3:1: undefined: see\n' });
  expect(judgement.credit).toBe(0);
});

test.each([
  ['a race was reported', failing({ exitCode: 66, race: 'WARNING: DATA RACE\n' })],
  ['the detector came to limits of its own', failing({ exitCode: 66, records: [], completed: false })],
  ['its time was up', failing({ ending: 'timed-out', completed: false })],
  ['its memory was full', failing({ ending: 'out-of-memory', completed: false, records: [] })],
])('a pass counts all the same when %s', (_, raced) => {
  expect(judged({ processes: [process('TestA'), raced] }).credit).toBe(1);
});

test('a pass counts when the race build passed it too, once it was run again', () => {
  const again = [process('TestTop')];
  expect(judged({ processes: [process('TestA'), failing()], again }).credit).toBe(1);
});

test('tests that the race build never came to say nothing', () => {
  expect(judged({ ending: 'timed-out', processes: [], notRun: ['TestA', 'TestTop'] }).credit).toBe(1);
  expect(judged({ processes: [] }, student, { ending: 'out-of-memory', exitCode: -1 }).credit).toBe(1);
});
