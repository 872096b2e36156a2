import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../check.ts';
import { compiled, expecting, outcomes, process, ran, record, subject } from '../go/recorded.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { RunOutcome, RunStep } from '../steps/run.ts';
import type { TestsStep } from '../steps/tests.ts';
import tests from './index.ts';
import type { Options } from './options.ts';

const crash = (name: string) => readFileSync(new URL(`../go/testdata/crash-${name}.txt`, import.meta.url), 'utf8');
const student = subject({ expected: expecting('gradebook', 'TestA', 'TestTop', 'TestTop/empty', 'TestTop/long') });

/** Judges what one step gave. */
function judge(run: Partial<RunOutcome>, options: Options = {}, who: Subject = student) {
  return tests.judge(who, options, outcomes({ ran: () => ran(run) }));
}

const a = process('TestA');
const top = (changes: Partial<ProcessOutcome> = {}) =>
  process('TestTop', { records: [record('TestTop/empty'), record('TestTop/long'), record('TestTop')], ...changes });
const failing = (log: string) =>
  top({
    exitCode: 1,
    records: [record('TestTop/empty'), record('TestTop/long', 'fail', { log }), record('TestTop', 'fail')],
  });
const named = (judgement: ReturnType<typeof judge>, name: string) => judgement.cases.find((one) => one.name === name);

test('one step per package runs the selected top-level tests against the judged tree, once built', () => {
  const plan = tests.plan(student, { run: '^TestTop', count: 20 });
  expect(plan.run).toMatchObject([{ kind: 'tests', dir: 'gradebook', tests: ['TestTop'], count: 20, race: false }]);
  expect(plan.compile.map((step) => step.kind === 'go' && step.args)).toEqual([
    ['build', '-ldflags=-s -w', '-o', '/dev/null', './...'],
    ['test', '-c', '-overlay={overlay}', '-ldflags=-s -w', '-vet=off', '-o', '{out}', './gradebook'],
  ]);
});

test('a test that is recorded very often is judged like any other', () => {
  const often = process('TestA', { records: Array.from({ length: 300_000 }, () => record('TestA')) });
  expect(named(judge({ processes: [often, top()] }), 'gradebook.TestA')?.verdict).toBe('pass');
});

test('packages that are not asked for are neither built nor expected', () => {
  const two = subject({ testDirs: ['a', 'b'], expected: [...expecting('a', 'TestX'), ...expecting('b', 'TestX')] });
  expect(tests.plan(two, { packages: ['b'] }).run.map((step) => step.dir)).toEqual(['b']);
  expect(judge({ processes: [process('TestX')] }, { packages: ['b'] }, two).cases.map(({ name }) => name)).toEqual([
    'b.TestX',
  ]);
});

test('while nothing is expected the reference is asked what there is', () => {
  expect(tests.plan(subject(), { run: 'TestA', count: 20 }).run).toMatchObject([
    { tests: null, tree: 'reference', count: 1 },
  ]);
  expect(judge({}, {}, subject())).toMatchObject({ credit: 0, cases: [] });
});

test('everything passed is full credit', () => {
  expect(judge({ processes: [a, top()] })).toMatchObject({ credit: 1, summary: 'all 3 tests passed', findings: [] });
});

test('a failure shows input, got, want, hint and the command that reproduces it', () => {
  const options = { hints: { TestTop: 'Look at n > len.' } };
  const judgement = judge({ processes: [a, failing('    hidden_test.go:6: Top(9) = [], want [a]\n')] }, options);
  expect(judgement).toMatchObject({ credit: 0.75, summary: '2 of 3 tests passed' });
  expect(named(judgement, 'gradebook.TestTop/long')).toMatchObject({
    verdict: 'fail',
    weight: 0.5,
    cause: 'Top(9) = [], want [a]',
    input: 'Top(9)',
    got: '[]',
    want: '[a]',
    hint: 'Look at n > len.',
    reproduce: "go test ./gradebook -run '^TestTop$/^long$'",
  });
});

test('nothing recorded is nothing earned', () => {
  const judgement = judge({});
  expect(judgement.credit).toBe(0);
  expect(judgement.cases.map(({ verdict }) => verdict)).toEqual(['missing', 'missing', 'missing']);
});

test('a skip is no pass', () => {
  const skips = top({
    records: [record('TestTop/empty', 'skip'), record('TestTop/long', 'skip'), record('TestTop', 'skip')],
  });
  expect(judge({ processes: [a, skips] }).credit).toBe(0.5);
});

test('what was decided before a panic keeps its credit, and the panic is a finding on the student’s line', () => {
  const broken = top({
    exitCode: 2,
    completed: false,
    stderr: crash('TestTop'),
    records: [record('TestTop/empty'), record('TestTop/long', 'fail'), record('TestTop', 'fail')],
  });
  const judgement = judge({ processes: [a, broken] });
  expect(judgement.credit).toBe(0.75);
  expect(named(judgement, 'gradebook.TestTop/long')?.cause).toBe(
    'panic: slice bounds out of range [:3] with capacity 0 at gradebook/book.go:12 in pick',
  );
  expect(judgement.findings).toMatchObject([{ rule: 'panic', level: 'error', file: 'gradebook/book.go', line: 12 }]);
});

test.each([
  [{ ending: 'timed-out' }, 'stopped after 10 s: it was still running (an endless loop, a deadlock, or too slow)'],
  [{ ending: 'out-of-memory' }, 'stopped: it needed more than 512 MiB of memory'],
  [{ ending: 'output-limit' }, 'stopped: it printed more than 256 KiB'],
  [{ ending: 'process-limit' }, 'stopped: it started more than 64 processes or threads'],
  [{ ending: 'signalled', signal: 'SIGSEGV' }, 'ended by SIGSEGV'],
  [{ ending: 'exited', exitCode: 3 }, 'the process ended with status 3 before the test was finished'],
] as const)('a test that has no record says why: %j', (end, cause) => {
  const broken = process('TestA', { completed: false, exitCode: -1, records: [], ...end });
  const judgement = judge({ processes: [broken, top()] });
  expect(named(judgement, 'gradebook.TestA')).toMatchObject({ verdict: 'missing', cause });
  expect(judgement.credit).toBe(0.5);
  expect(judgement.ending).toBe(end.ending === 'exited' ? undefined : end.ending);
});

test('tests that were not started are listed with the cause', () => {
  const cause = 'the time for all tests together (1m0s) was used up';
  const judgement = judge({ processes: [a], ending: 'timed-out', cause, notRun: ['TestTop'] });
  expect(named(judgement, 'gradebook.TestTop/empty')).toMatchObject({ verdict: 'missing', cause: `not run: ${cause}` });
  expect(judgement.credit).toBe(0.5);
});

test('exit 0 without the completion record is tampering and takes everything', () => {
  const forged = process('TestA', { completed: false, records: [] });
  const judgement = judge({ processes: [forged, top()] });
  expect(judgement.credit).toBe(0);
  expect(judgement.tampering).toEqual(['the process of TestA ended with status 0 before its tests were finished']);
});

test('contradictions that the supervisor saw take everything', () => {
  const tampering = ['a record without the mark of this process arrived on the channel for results'];
  expect(judge({ processes: [a, top({ tampering })] })).toMatchObject({ credit: 0, tampering });
});

test('a repeated test passes only when every repetition did', () => {
  const records = Array.from({ length: 20 }, (_, repeat) =>
    record('TestA', repeat % 7 === 0 ? 'fail' : 'pass', { repeat, log: '    x_test.go:1: got 1, want 2\n' }),
  );
  const judgement = judge({ processes: [process('TestA', { exitCode: 1, records })] }, { run: 'TestA', count: 20 });
  expect(judgement.cases[0]).toMatchObject({ verdict: 'fail', cause: 'failed in 3 of 20 repetitions: got 1, want 2' });
  expect(judgement.cases[0]?.reproduce).toContain('-count=20');
});

test('repetitions that did not end are missing', () => {
  const broken = process('TestA', {
    ending: 'timed-out',
    completed: false,
    exitCode: -1,
    records: [record('TestA'), record('TestA')],
  });
  expect(judge({ processes: [broken] }, { run: 'TestA', count: 20 }).cases[0]).toMatchObject({
    verdict: 'missing',
    cause: expect.stringContaining('only 2 of 20 repetitions ended: stopped after 10 s'),
  });
});

test('an example ends once, whatever the count', () => {
  const example = subject({ expected: expecting('gradebook', 'ExampleTop') });
  expect(judge({ processes: [process('ExampleTop')] }, { count: 20 }, example).credit).toBe(1);
});

test('hidden cases have no command, and a finding names its test, so that it is shown to who may see that', () => {
  const stderr = crash('TestNil');
  const broken = (name: string) =>
    process(name, { exitCode: 2, completed: false, stderr, records: [record(name, 'fail')] });
  const options = { visibility: { '^TestA$': 'hidden' as const } };
  const judgement = judge({ processes: [broken('TestA'), top()] }, options);
  expect(named(judgement, 'gradebook.TestA')).toMatchObject({ visibility: 'hidden' });
  expect(named(judgement, 'gradebook.TestA')).not.toHaveProperty('reproduce');
  expect(judgement.findings).toMatchObject([{ rule: 'panic', tests: ['gradebook.TestA'] }]);
});

test('hidden tests that do not compile say what is missing and show no line of theirs', () => {
  const stderr = 'gradebook/hidden_test.go:4:2: undefined: Top\n';
  const judgement = tests.judge(student, {}, outcomes({ compiled: () => compiled({ exitCode: 1, stderr }) }));
  expect(judgement).toMatchObject({
    credit: 0,
    summary: '0 of 3 tests passed: the tests do not compile with your package: undefined: Top',
  });
  expect(JSON.stringify(judgement)).not.toContain('hidden_test.go');
});

test('what does not build is not tested', () => {
  const judgement = tests.judge(student, {}, outcomes({ compiled: () => compiled({ ending: 'skipped' }) }));
  expect(judgement.cases[0]).toMatchObject({ verdict: 'missing', cause: 'not run: your code does not build' });
});

test('groups and their credit are told', () => {
  const groups = [{ name: 'top', tests: ['^TestTop'], weight: 3 }];
  const judgement = judge({ processes: [process('TestA', { records: [], exitCode: 1 }), top()] }, { groups });
  expect(judgement).toMatchObject({ credit: 0.75, evidence: { groups: { top: 1 } } });
});

test('hostile output comes out clean and capped', () => {
  const log = `    x_test.go:1: F(1) = \x1b[2J\u202e${'x'.repeat(100_000)}, want 2\u0000\n`;
  const judgement = judge({ processes: [a, failing(log)] });
  const text = JSON.stringify(judgement);
  expect(text).not.toMatch(/\\u001b|\\u0000|\u202e/);
  expect(text.length).toBeLessThan(20_000);
});

test('equal selections plan equal steps, so that they run once', () => {
  const [one] = tests.plan(student, {}).run as [RunStep];
  const [other] = tests.plan(student, { weights: { TestA: 3 }, hints: { TestA: 'x' } }).run as [RunStep];
  expect(other).toEqual(one);
});

describe('tests that are sealed', () => {
  const glue = [{ file: 'gradebook/zz_seal.go', line: 3, name: 'Top', lacks: 'your package lacks Top', differs: '' }];
  const sealed = { dir: 'gradebook', number: 0, tests: ['TestTop'], build: './zz_servant', glue };
  const some = { ...student, sealed: [sealed] };

  test('run in a step of their own, beside a servant, and say so', () => {
    const [first, second] = tests.plan(some, {}).run as readonly TestsStep[];
    expect([first?.tests, first?.tree, first?.sealed?.tree]).toEqual([['TestTop'], 'sealed-0', 'servant-0']);
    expect([second?.tests, second?.tree, second?.sealed]).toEqual([['TestA'], 'judged', undefined]);
    const { cases } = tests.judge(some, {}, outcomes({}));
    expect(cases.map(({ name, way }) => `${name} ${way}`)).toEqual([
      'gradebook.TestTop/empty sealed',
      'gradebook.TestTop/long sealed',
      'gradebook.TestA shared',
    ]);
  });

  test('are missing when the servant does not compile, in words about the package', () => {
    const stderr = 'gradebook/zz_seal.go:3:1: undefined: Top\n';
    const judged = tests.judge(
      some,
      {},
      outcomes({ compiled: (step) => (step.tree === 'servant-0' ? compiled({ exitCode: 1, stderr }) : undefined) }),
    );
    expect(judged.cases[0]?.cause).toBe('the tests do not compile with your package: your package lacks Top');
  });
});
