/** Tests that are run: one step for each package and way of judging. */
import type { CompileStep } from './compile.ts';
import type { ServantTree, Tree } from './tree.ts';

/** One process per test, own uid, records on a descriptor of its own. */
export interface TestsStep {
  readonly kind: 'tests';
  /** What builds the program that is run. */
  readonly program: CompileStep;
  readonly tree: Tree;
  /** Package directory; the working directory of the processes. */
  readonly dir: string;
  /** Top-level names; null: all that the program lists (used to record the reference). */
  readonly tests: readonly string[] | null;
  /** `-test.count` in total, spread over `procs`. */
  readonly count: number;
  /** Values of GOMAXPROCS, one process each; 0: all cores. */
  readonly procs: readonly number[];
  /** The program, or the servant, was built with -race: it halts at the first report. */
  readonly race: boolean;
  /** `program` holds the tests alone, in a sealed tree; the student's code runs beside it, as another user. */
  readonly sealed?: { readonly servant: CompileStep; readonly tree: ServantTree };
  /** `program` holds the tests alone, in the tree `outside`; they start these, by package directory, as other users. */
  readonly outside?: { readonly programs: Readonly<Record<string, CompileStep>> };
  /** The clock of one process. */
  readonly testMs: number;
  /** The clock of a test that ran into its own in an earlier step of the job without such a second clock. */
  readonly hungMs?: number;
  /** The clock of all processes together. */
  readonly runMs: number;
  readonly outputBytes: number;
}
