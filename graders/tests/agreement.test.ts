import { expect, test } from 'vitest';
import type { Subject } from '../check.ts';
import { compiled, expecting, outcomes, process, ran, record, subject } from '../go/recorded.ts';
import type { CompileOutcome } from '../steps/compile.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { RunOutcome } from '../steps/run.ts';
import tests from './index.ts';
import type { Options } from './options.ts';

const student = subject({ goroutines: true, expected: expecting('gradebook', 'TestA', 'TestTop') });
const failing = (changes: Partial<ProcessOutcome> = {}) =>
  process('TestTop', { exitCode: 1, records: [record('TestTop', 'fail')], ...changes });
const honest = [process('TestA'), process('TestTop')];

interface Circumstances {
  readonly built?: Partial<CompileOutcome>;
  readonly options?: Options;
  readonly plain?: readonly ProcessOutcome[];
}

/** Judges code that passes everything in the plain build, and does this in the race build. */
function judged(raced: Partial<RunOutcome>, { built = {}, options = {}, plain = honest }: Circumstances = {}) {
  return tests.judge(
    student,
    options,
    outcomes({
      compiled: (step) => (step.kind === 'go' && step.args.includes('-race') ? compiled(built) : undefined),
      ran: (step) => ran(step.kind === 'tests' && step.race ? raced : { processes: plain }),
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
  const judgement = judged({ processes: [] }, { built: { exitCode: 1, stderr: './a.go:3:1: undefined: see\n' } });
  expect(judgement.credit).toBe(0);
  expect(judgement.cases[0]?.cause).toContain('both must agree');
});

const hung = failing({ ending: 'timed-out', completed: false, wallMs: 60_000 });
const raced = failing({ exitCode: 66, race: 'WARNING: DATA RACE\n' });

test.each([
  ['a race was reported', 'meets a data race there, and with a race no result', raced],
  ['a race of a later part spoiled it', 'meets a data race', { ...raced, records: [record('TestTop')] }],
  [
    'the detector came to limits of its own',
    'with status 66',
    failing({ exitCode: 66, records: [], completed: false }),
  ],
  ['its time was up', 'stopped after 60 s', hung],
  ['its memory was full', '512 MiB', failing({ ending: 'out-of-memory', completed: false, records: [] })],
  ['it was skipped', 'it was skipped', process('TestTop', { records: [record('TestTop', 'skip')] })],
] as const)('a pass is not confirmed when %s', (_, words, process_) => {
  const judgement = judged({ processes: [process('TestA'), process_] });
  expect(judgement).toMatchObject({
    credit: 0.5,
    summary: '1 of 2 tests passed, 1 more without a confirmation by the build with the race detector',
    evidence: { passed: 1, unconfirmed: 1 },
  });
  expect(judgement.cases[1]).toMatchObject({ verdict: 'fail', cause: expect.stringContaining(words) });
});

test('what is not confirmed counts where the teacher wants it, and is told', () => {
  const options = { unconfirmed: 'passes' } as const;
  expect(judged({ processes: [process('TestA'), hung] }, { options })).toMatchObject({
    credit: 1,
    summary: 'all 2 tests passed, 1 of them without a confirmation by the build with the race detector',
  });
  expect(judged({ processes: [process('TestA'), failing()] }, { options }).credit).toBe(0.5);
});

test('a pass counts when the race build passed it too, once it was run again, unless that met a race at first', () => {
  const again = [process('TestTop')];
  expect(judged({ processes: [process('TestA'), failing()], again }).credit).toBe(1);
  expect(judged({ processes: [process('TestA'), raced], again }).credit).toBe(0.5);
});

test('a pass that only a second try brought needs a confirmation like any other', () => {
  const flaky = { options: { flaky: 'passes' }, plain: [process('TestA'), failing()] } as const;
  const run = (second: ProcessOutcome) =>
    tests.judge(
      student,
      flaky.options,
      outcomes({
        ran: (step) =>
          step.kind === 'tests' && step.race
            ? ran({ processes: [process('TestA'), second] })
            : ran({ processes: flaky.plain, again: [process('TestTop')] }),
      }),
    );
  expect(run(process('TestTop')).credit).toBe(1);
  expect(run(hung).credit).toBe(0.5);
});

test('tests that the race build never came to are not confirmed', () => {
  const cause = 'the time for all tests together (1m0s) was used up';
  const late = judged({ ending: 'timed-out', processes: [], notRun: ['TestA', 'TestTop'], cause });
  expect(late.credit).toBe(0);
  expect(late.cases[0]?.cause).toBe(
    `it passes, and the build with the race detector does not confirm that: not run: ${cause}`,
  );
  expect(judged({ processes: [] }, { built: { ending: 'out-of-memory', exitCode: -1 } }).credit).toBe(0);
});

test('the race that spoiled a pass is shown where it is', () => {
  const report = [
    'WARNING: DATA RACE',
    'Write at 0x00c0000a by goroutine 8:',
    '  example.com/gradebook/gradebook.Add()',
    '      /tmp/trees/judged/gradebook/book.go:7 +0x1',
    '',
    'Previous write at 0x00c0000a by goroutine 7:',
    '  example.com/gradebook/gradebook.Add()',
    '      /tmp/trees/judged/gradebook/book.go:7 +0x1',
    '==================',
  ].join('\n');
  const judgement = judged({ processes: [process('TestA'), { ...raced, race: report }] });
  expect(judgement.findings).toMatchObject([
    { rule: 'data-race', file: 'gradebook/book.go', line: 7, tests: ['gradebook.TestTop'] },
  ]);
});

test('the race build has ten times the time for a test, no more than there is for all, and no more at all for what hung', () => {
  const clocks = (testMs: number, runMs: number) =>
    tests
      .plan({ ...student, limits: { ...student.limits, testMs, runMs } }, {})
      .run.map((step) => step.kind === 'tests' && [step.testMs, step.hungMs]);
  expect(clocks(5_000, 120_000)).toEqual([
    [5_000, undefined],
    [50_000, 5_000],
  ]);
  expect(clocks(10_000, 60_000)).toEqual([
    [10_000, undefined],
    [60_000, 10_000],
  ]);
});
