import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compiled, outcomes, process, ran, subject } from '../go/recorded.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import coverage from './index.ts';
import type { Options } from './options.ts';

const profile = readFileSync(new URL('../go/testdata/cover.txt', import.meta.url), 'utf8');
const student = subject({ studentFiles: ['gradebook/book.go', 'gradebook/doc.go', 'gradebook/book_test.go'] });

function judge(text: string | undefined, options: Options = {}, who = student, end: Partial<ProcessOutcome> = {}) {
  const files: Record<string, string> = text === undefined ? {} : { 'cover.out': text };
  const suite = process('', { completed: false, records: [], ...end });
  return coverage.judge(who, options, outcomes({ ran: () => ran({ processes: [suite], files }) }));
}

test('the student’s own tests are built without hidden ones and leave a profile', () => {
  const { run, compile } = coverage.plan(student, {});
  expect(run).toMatchObject([
    { kind: 'command', tree: 'own', dir: 'gradebook', collect: ['cover.out'], program: { tree: 'own' } },
  ]);
  expect(compile[1]).toMatchObject({ args: expect.arrayContaining(['-coverpkg=example.com/gradebook/gradebook']) });
});

test('credit grows evenly from none to full', () => {
  const percent = (100 * 3) / 7;
  expect(judge(profile).credit).toBeCloseTo(percent / 70);
  expect(judge(profile, { none: 40, full: 50 }).credit).toBeCloseTo((percent - 40) / 10);
  expect(judge(profile, { full: 40 }).credit).toBe(1);
  expect(judge(profile, { none: 50, full: 60 }).credit).toBe(0);
});

test('the summary says how much is covered and how much is asked for', () => {
  expect(judge(profile).summary).toBe('your tests run 42.9 % of the statements; full credit from 70 %');
});

test('the largest blocks that nothing runs are notes', () => {
  const notes = judge(profile).findings;
  expect(notes).toHaveLength(4);
  expect(notes[0]).toMatchObject({ rule: 'uncovered', level: 'note', file: 'gradebook/book.go', line: 10 });
});

test('a suite that fails proves nothing and its failed tests are named', () => {
  const end = { exitCode: 1, stdout: '--- FAIL: TestAdd (0.00s)\n    book_test.go:8: boom\nFAIL\n' };
  expect(judge(profile, {}, student, end)).toMatchObject({
    credit: 0,
    summary: 'your own tests in gradebook fail: TestAdd',
  });
});

test('a suite that shows what belongs to the judge earns nothing, whatever it covers', () => {
  const tampering = ['what came out holds a canary'];
  const judged = judge(profile, {}, student, { tampering });
  expect(judged).toMatchObject({ credit: 0, tampering, summary: 'not counted', findings: [] });
});

test('a suite that runs for ever is told so', () => {
  const { credit, summary } = judge(undefined, {}, student, { ending: 'timed-out', exitCode: -1 });
  expect([credit, summary]).toEqual([0, expect.stringContaining('stopped after 60 s')]);
});

test('no tests of one’s own is no credit', () => {
  const none = subject({ studentFiles: ['gradebook/book.go'] });
  expect(judge(profile, {}, none)).toMatchObject({
    credit: 0,
    summary: 'there are no tests of your own (no _test.go file)',
  });
  expect(coverage.plan(none, {}).run).toEqual([]);
});

test('own tests that do not compile are told with the first message', () => {
  const broken = compiled({ exitCode: 1, stderr: 'gradebook/book_test.go:8:1: undefined: x\n' });
  const judgement = coverage.judge(student, {}, outcomes({ compiled: () => broken }));
  expect(judgement.summary).toBe('your tests in gradebook do not compile: gradebook/book_test.go:8: undefined: x');
});

test('files of a package that no suite uses count as uncovered', () => {
  const more = subject({ studentFiles: [...student.studentFiles, 'other/o.go', 'other/p.go'] });
  expect(judge(profile, {}, more).evidence.percent).toBeCloseTo(((100 * 3) / 7) * (2 / 4));
  expect(judge(profile, {}, more).summary).toContain('no test of yours uses 2 files, e.g. other/o.go');
});

test('only the named files count', () => {
  const more = subject({ studentFiles: [...student.studentFiles, 'other/o.go'] });
  expect(judge(profile, { files: ['gradebook/*.go'] }, more).evidence.percent).toBeCloseTo((100 * 3) / 7);
});

test.each([undefined, '', 'mode: set\nnonsense\n', 'mode: set\n'])('a profile like %j is worth nothing', (text) => {
  expect(judge(text).credit).toBe(0);
});

test('a profile that counts only foreign files is worth nothing', () => {
  expect(judge('mode: set\nexample.com/evil/x.go:1.1,2.2 1000 1\n').credit).toBe(0);
});

test('Go files that are data of tests, or put aside, are neither statements nor tests', () => {
  const aside = ['gradebook/testdata/broken.go', 'gradebook/testdata/src/x_test.go', '_old/book.go', '_old/x_test.go'];
  const who = subject({ studentFiles: [...student.studentFiles, ...aside] });
  expect(coverage.plan(who, {})).toEqual(coverage.plan(student, {}));
  expect(judge(profile, {}, who)).toEqual(judge(profile));
});

test('many suites share the time of two runs, so that none holds the lane for all the others', () => {
  const timed = (packages: number) => {
    const names = Array.from({ length: packages }, (_, i) => [`p${i}/p.go`, `p${i}/p_test.go`]).flat();
    const who = subject({ studentFiles: names, limits: { ...student.limits, runMs: 30_000 } });
    return coverage.plan(who, {}).run.map((step) => (step.kind === 'command' ? step.timeoutMs : 0));
  };
  expect(timed(2)).toEqual([30_000, 30_000]);
  expect(timed(6)).toEqual(Array.from({ length: 6 }, () => 10_000));
  expect(timed(20)).toEqual(Array.from({ length: 20 }, () => 5_000));
});
