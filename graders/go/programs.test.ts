import { expect, test } from 'vitest';
import type { ProcessOutcome } from '../steps/process.ts';
import tests from '../tests/index.ts';
import { isRunnable, programsOf } from './plan.ts';
import { compiled, expecting, outcomes, process, ran, record, subject } from './recorded.ts';
import { testsSteps } from './selection.ts';

const outside = [{ dir: 'cmd/gradebook', programs: ['cmd/gradebook', 'cmd/other'] }];
const student = subject({ outside, testDirs: ['cmd/gradebook'], expected: expecting('cmd/gradebook', 'TestRuns') });
const once = { count: 1, procs: [0], race: false } as const;
const [step] = testsSteps(student, {}, once);

test('tests from outside are built of the teacher’s files alone, and the programs of the student’s', () => {
  expect(step).toMatchObject({ tree: 'outside', tests: ['TestRuns'], program: { tree: 'outside' } });
  const built = programsOf(step!)
    .slice(1)
    .map((one) => one.kind === 'go' && [one.tree, ...one.args.slice(-3)]);
  expect(built).toEqual([
    ['own', '-o', '{out}', './cmd/gradebook'],
    ['own', '-o', '{out}', './cmd/other'],
  ]);
});

test('under the race detector only what is started is built with it', () => {
  const [raced] = testsSteps(student, {}, { ...once, race: true });
  const races = programsOf(raced!).map((one) => one.kind === 'go' && one.args.includes('-race'));
  expect([races, raced?.program]).toEqual([[false, true, true], step?.program]);
});

test('while nothing is expected the programs are the reference’s', () => {
  const [recording] = testsSteps({ ...student, expected: [] }, {}, once);
  expect(recording).toMatchObject({ tree: 'outside', tests: null });
  expect(programsOf(recording!).map(({ tree }) => tree)).toEqual(['outside', 'reference', 'reference']);
});

test('code in a process of its own needs no second build that must agree', () => {
  expect(tests.plan({ ...student, goroutines: true }, {}).run).toEqual([step]);
});

test('one program is enough to run the tests, and none is not', () => {
  const withPrograms = (...dirs: readonly string[]) =>
    isRunnable(step!, (one) => one.tree === 'outside' || (one.kind === 'go' && dirs.includes(one.args.at(-1)!)));
  expect([withPrograms('./cmd/other'), withPrograms()]).toEqual([true, false]);
  expect(isRunnable(step!, (one) => one.tree === 'own')).toBe(false);
});

test('a program that does not build is told with the compiler’s words', () => {
  const broken = compiled({ exitCode: 1, stderr: '# x\ncmd/gradebook/main.go:7:2: undefined: prnt\n' });
  const judgement = tests.judge(
    student,
    {},
    outcomes({ compiled: (one) => (one.tree === 'own' ? broken : undefined) }),
  );
  const cause = expect.stringMatching(/^your program in cmd\/gradebook does not build: .*undefined: prnt/);
  expect(judgement.cases).toMatchObject([{ verdict: 'missing', way: 'outside', cause }]);
  expect(judgement.findings).toMatchObject([{ rule: 'compile', file: 'cmd/gradebook/main.go', line: 7 }]);
});

const PANIC = `panic: no such student

goroutine 1 [running]:
main.report(...)
\t./cmd/gradebook/main.go:12 +0x1d
main.main()
\t./cmd/gradebook/main.go:8 +0x25
exit status 2
`;

function judged(changes: Partial<ProcessOutcome>) {
  return tests.judge(student, {}, outcomes({ ran: () => ran({ processes: [process('TestRuns', changes)] }) }));
}

test('where the program crashed is shown when its test failed, and only then', () => {
  const usage = { wallMs: 1, cpuMs: 1, peakBytes: 1, strays: 0, stdout: '', truncated: false } as const;
  const end = { program: 'cmd/gradebook', ending: 'exited', exitCode: 2, signal: '' } as const;
  const crashed = { ...end, stderr: PANIC, ...usage };
  const failed = judged({ exitCode: 1, records: [record('TestRuns', 'fail')], programs: [crashed] });
  expect(failed.findings).toMatchObject([{ rule: 'panic', file: 'cmd/gradebook/main.go', line: 12 }]);
  expect(failed.cases[0]?.cause).toContain('panic: no such student at cmd/gradebook/main.go:12');
  expect(judged({ programs: [crashed] })).toMatchObject({ credit: 1, findings: [] });
});
