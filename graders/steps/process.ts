/** How one process of a student's code, or of tests, went. */

/** How a program ended, from the kernel's view. `skipped`: not started, because a step that it requires failed. */
export type Ending =
  | 'exited'
  | 'signalled'
  | 'timed-out'
  | 'out-of-memory'
  | 'output-limit'
  | 'process-limit'
  | 'skipped';

/** One ended test or subtest. `repeat` counts `-test.count`, from 0. */
export interface TestRecord {
  readonly name: string;
  /** After all rules of the supervisor were applied. */
  readonly verdict: 'pass' | 'fail' | 'skip';
  readonly repeat: number;
  readonly wallMs: number;
  /** Text of t.Log, t.Error and their kin, capped. */
  readonly log: string;
}

/** How one process went. */
export interface ProcessOutcome {
  /** The top-level test that it ran; empty for a `command`. */
  readonly test: string;
  readonly procs: number;
  readonly ending: Ending;
  readonly exitCode: number;
  /** Name of the signal, e.g. `SIGSEGV`; empty otherwise. */
  readonly signal: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  /** Processes that it left behind and that were killed. */
  readonly strays: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly records: readonly TestRecord[];
  /** Whether the completion record arrived. */
  readonly completed: boolean;
  /** The first report of the race detector, as printed; empty when there is none. */
  readonly race: string;
  readonly tampering: readonly string[];
  /** The process with the student's code, when the test was sealed. */
  readonly servant?: ServantOutcome;
  /**
   * What a test from outside has started, in the order of their ends, at most 100. One that its test killed, or that was
   * ended with it, has exited with 0.
   */
  readonly programs?: readonly StartedProgram[];
}

/** A program by its package directory. */
export type StartedProgram = ServantOutcome & { readonly program: string };

/**
 * How the process with the student's code went while a sealed test ran. One that served until its test was over has
 * exited with 0, also when it had to be ended then.
 */
export type ServantOutcome = Pick<
  ProcessOutcome,
  'ending' | 'exitCode' | 'signal' | 'wallMs' | 'cpuMs' | 'peakBytes' | 'strays' | 'stdout' | 'stderr' | 'truncated'
>;
