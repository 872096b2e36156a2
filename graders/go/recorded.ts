/** Outcomes and subjects for the tests of checks: complete values with plain defaults. */
import type { Expectation, Outcomes, Subject } from '../check.ts';
import type { CompileOutcome, CompileStep } from '../steps/compile.ts';
import type { ProcessOutcome, TestRecord } from '../steps/process.ts';
import type { RunOutcome, RunStep } from '../steps/run.ts';

export function subject(changes: Partial<Subject> = {}): Subject {
  return {
    module: 'example.com/gradebook',
    studentFiles: ['gradebook/book.go', 'gradebook/stats.go', 'gradebook/book_test.go', 'cmd/gradebook/main.go'],
    testDirs: ['gradebook'],
    expected: [],
    sealed: [],
    outside: [],
    goroutines: false,
    openings: [],
    visibility: 'visible',
    ...changes,
    limits: {
      testMs: 10_000,
      runMs: 60_000,
      compileMs: 60_000,
      memoryBytes: 512 * 2 ** 20,
      processes: 64,
      outputBytes: 256 * 2 ** 10,
      ...changes.limits,
    },
  };
}

/** `gradebook TestTop TestTop/empty …` as expectations. */
export function expecting(dir: string, ...tests: readonly string[]): readonly Expectation[] {
  return tests.map((test) => ({ dir, test }));
}

export function compiled(changes: Partial<CompileOutcome> = {}): CompileOutcome {
  const output = { stdout: '', stderr: '', truncated: false };
  return { id: '0', ending: 'exited', exitCode: 0, ...output, wallMs: 1, cpuMs: 1, peakBytes: 0, ...changes };
}

export function ran(changes: Partial<RunOutcome> = {}): RunOutcome {
  const empty = { processes: [], listed: [], notRun: [], files: {}, pairs: [] };
  return { id: '0', ending: 'exited', cause: '', ...empty, ...changes };
}

export function record(
  name: string,
  verdict: TestRecord['verdict'] = 'pass',
  changes: Partial<TestRecord> = {},
): TestRecord {
  return { name, verdict, repeat: 0, wallMs: 1, log: '', ...changes };
}

/** A process of a test that came to its proper end. */
export function process(test: string, changes: Partial<ProcessOutcome> = {}): ProcessOutcome {
  const figures = { procs: 0, wallMs: 1, cpuMs: 1, peakBytes: 0, strays: 0 };
  const output = { stdout: '', stderr: '', truncated: false, race: '' };
  const end = { ending: 'exited', exitCode: 0, signal: '', completed: true } as const;
  return { test, ...figures, ...output, ...end, records: [record(test)], tampering: [], ...changes };
}

/** Outcomes by step; what is not said has gone well and printed nothing. */
export function outcomes(answers: {
  readonly compiled?: (step: CompileStep) => CompileOutcome | undefined;
  readonly ran?: (step: RunStep) => RunOutcome | undefined;
}): Outcomes {
  return {
    compiled: (step) => answers.compiled?.(step) ?? compiled(),
    ran: (step) => answers.ran?.(step) ?? ran(),
  };
}
