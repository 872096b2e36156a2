/** What is run in the run container, and what came of it. */
import type { BenchmarkPairs, BenchmarksStep } from './benchmarks.ts';
import type { CompileStep } from './compile.ts';
import type { Ending, ProcessOutcome } from './process.ts';
import type { TestsStep } from './tests.ts';
import type { Tree } from './tree.ts';

export type RunStep = TestsStep | CommandStep | BenchmarksStep;

/** One process whose output and named files are returned, untrusted. */
export interface CommandStep {
  readonly kind: 'command';
  readonly program: CompileStep;
  readonly tree: Tree;
  readonly dir: string;
  /** `{dir}` stands for the private directory whose files can be collected. */
  readonly args: readonly string[];
  readonly collect: readonly string[];
  /** The program was built with -race, whose detector must be able to read about its own process. */
  readonly race?: true;
  readonly timeoutMs: number;
  readonly outputBytes: number;
}

export interface RunOutcome {
  readonly id: string;
  readonly ending: Ending;
  readonly processes: readonly ProcessOutcome[];
  /** Top-level names that the program lists (kind `tests` with `tests: null`). */
  readonly listed: readonly string[];
  /** Tests that were not started, and why, in words. */
  readonly notRun: readonly string[];
  readonly cause: string;
  /** Collected files (kind `command`), capped. */
  readonly files: Readonly<Record<string, string>>;
  readonly pairs: readonly BenchmarkPairs[];
  /** Of tests that had failed and were run again, each in a fresh container. The judge sends none: a second job does. */
  readonly again?: readonly ProcessOutcome[];
}
