/**
 * Steps and their outcomes: the wire format between the worker (TypeScript) and the judge (graders/judge, Go), which
 * is the first process of both containers. A job is a tar stream on standard input: `job.json` first, then
 * `trees/<tree>/…` (compile) or `programs/<id>` and `trees/<tree>/…` (run). The answer is a tar stream on standard
 * output: `steps/<id>.json` as each step ends, `processes/<id>/<n>.json` as each test process ends,
 * `artifacts/<id>` for each built program, `end.json` last. What arrived before a container died still counts.
 */

/** How a program ended, from the kernel's view. `skipped`: not started, because a step that it requires failed. */
export type Ending =
  | 'exited'
  | 'signalled'
  | 'timed-out'
  | 'out-of-memory'
  | 'output-limit'
  | 'process-limit'
  | 'skipped';

/**
 * Trees of files. `own`: the student's files with the teacher's protected files on top, without hidden tests.
 * `judged`: the same without the student's test files, with the hidden tests. `reference`: the reference solution
 * with the hidden tests, whose steps are executed once per assignment version. `sealed-<n>`: the same with a generated
 * stub instead of the package whose tests are sealed, and never a line of a student's. `servant-<n>`: `own` with the
 * generated glue that answers such a stub. `outside`: the teacher's files alone, for tests that start the student's
 * program.
 */
export type Tree = 'own' | 'judged' | 'reference' | 'outside' | SealedTree | ServantTree;
export type SealedTree = `sealed-${number}`;
export type ServantTree = `servant-${number}`;

/** A `go` command, the judge's own gofmt, its source policy, or its generator of stubs and servants. */
export type CompileStep =
  | {
      readonly kind: 'go';
      readonly tree: Tree;
      /** Arguments of `go`; `{out}` stands for the artifact's path, `{overlay}` for the recording testing package. */
      readonly args: readonly string[];
      /** Variables on top of the fixed environment, e.g. CGO_ENABLED. */
      readonly env?: Readonly<Record<string, string>>;
      /** Whether `{out}` must exist afterwards and is to be kept. */
      readonly artifact: boolean;
      readonly timeoutMs: number;
      /** Steps that must have exited with 0. */
      readonly requires?: readonly CompileStep[];
    }
  | { readonly kind: 'format'; readonly tree: Tree }
  | PolicyStep
  | SealStep
  | MutantsStep;

/**
 * Makes stub and servant for the hidden tests of one package and decides per test whether it can be sealed; the
 * artifact is JSON, see SealArtifact.
 */
export interface SealStep {
  readonly kind: 'seal';
  readonly tree: 'reference';
  /** Package directory with hidden tests. */
  readonly dir: string;
  /** Package directories that are the teacher's in every workspace, so that they need no stub. */
  readonly given: readonly string[];
  /** Top-level tests that are to be sealed, so that linked programs need not hold them; absent: nobody has decided yet. */
  readonly wanted?: readonly string[];
  readonly artifact: true;
  readonly timeoutMs: number;
}

/**
 * Reads the student's source and refuses what could make a verdict untrue; see graders/judge/internal/policy. After a
 * refusal no later step of the job is carried out; after a file that does not parse no program is built.
 */
export interface PolicyStep {
  readonly kind: 'policy';
  readonly tree: Tree;
  /** `full` for code that is linked with hidden tests; `race-evasion` for code in a process of its own. */
  readonly level: 'full' | 'race-evasion';
  /** The Go module path. */
  readonly module: string;
  /** The student's files; what else is in the tree is the assignment's. */
  readonly files: readonly string[];
  /** Package directories with hidden tests: programs elsewhere may import more. */
  readonly tested: readonly string[];
  /** Words of `allow:` in assignment.yaml. */
  readonly allow: readonly string[];
}

/** Makes wrong solutions of files of the reference; the artifact is JSON, a list of Mutant. */
export interface MutantsStep {
  readonly kind: 'mutants';
  readonly tree: 'reference';
  readonly files: readonly string[];
  readonly artifact: true;
  readonly timeoutMs: number;
}

/** A file of the reference with one thing changed. */
export interface Mutant {
  /** E.g. `zero`, `drop copy`. */
  readonly kind: string;
  /** What was done, e.g. `zero Book.Top`. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** What a seal step makes. Paths are relative to the module root, contents texts. */
export interface SealArtifact {
  readonly decisions: {
    readonly version: 1;
    readonly tests: readonly SealDecision[];
    /** Files of the reference tree that the sealed tree does not have. */
    readonly remove: readonly string[];
    /** What to build of the servant's tree; empty when no test can be sealed. */
    readonly build: string;
    readonly glue: readonly {
      readonly file: string;
      readonly line: number;
      readonly name: string;
      readonly lacks: string;
      readonly differs: string;
    }[];
  };
  /** Laid over the reference tree, and over the student's. */
  readonly stub: Readonly<Record<string, string>>;
  readonly servant: Readonly<Record<string, string>>;
  /** The test files without what sealed tests alone need; empty unless the step says which are sealed. */
  readonly linked: Readonly<Record<string, string>>;
}

/** How one top-level test can be judged; the reason why it cannot be sealed. */
export interface SealDecision {
  readonly test: string;
  readonly way: 'sealed' | 'shared';
  readonly reason?: {
    readonly construct: string;
    readonly file: string;
    readonly line: number;
    readonly advice: string;
  };
}

/** What the source policy says. */
export interface PolicyReport {
  /** Of rules and lists. */
  readonly version: string;
  /** An error refuses the submission, a warning does not. Lines are 1-based, 0 for a whole file. */
  readonly refusals: readonly {
    readonly rule: string;
    readonly level: 'error' | 'warning';
    readonly file: string;
    readonly line: number;
    readonly message: string;
    /** The word of `allow:` that would lift it. */
    readonly allow?: string;
  }[];
  /** How many more there are. */
  readonly more: number;
  /** Files that do not parse. */
  readonly unread: readonly string[];
}

export interface CompileOutcome {
  readonly id: string;
  readonly ending: Ending;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether output was cut. */
  readonly truncated: boolean;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  /** Files that gofmt would change (kind `format`), with the first line that differs; `error` when it does not parse. */
  readonly unformatted?: readonly { readonly file: string; readonly line: number; readonly error?: string }[];
  /** Kind `policy`, when it came to an end. */
  readonly policy?: PolicyReport;
}

/** A built test or program; the step that builds it. */
export type Program = CompileStep;

export type RunStep =
  | {
      /** One process per test, own uid, records on a descriptor of its own. */
      readonly kind: 'tests';
      readonly program: Program;
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
      readonly sealed?: { readonly servant: Program; readonly tree: ServantTree };
      /** `program` holds the tests alone, in the tree `outside`; they start these, by package directory, as other users. */
      readonly outside?: { readonly programs: Readonly<Record<string, Program>> };
      readonly testMs: number;
      readonly runMs: number;
      readonly outputBytes: number;
    }
  | {
      /** One process whose output and named files are returned, untrusted. */
      readonly kind: 'command';
      readonly program: Program;
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
  | {
      /** The same benchmark of two programs, in interleaved pairs. */
      readonly kind: 'benchmarks';
      readonly program: Program;
      readonly reference: Program;
      readonly tree: Tree;
      readonly dir: string;
      /** Names, without sub-benchmarks. */
      readonly benchmarks: readonly string[];
      readonly pairs: number;
      /** Wall time aimed at for one half of a pair. */
      readonly pairMs: number;
      /** How often all pairs are taken at most while they are spread too wide to say much; default 1. */
      readonly rounds?: number;
      readonly timeoutMs: number;
      /** Tests without which nothing is measured: where one of their processes failed, the step is not started. */
      readonly requires?: readonly RunStep[];
    };

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

/** One half-pair of a benchmark. */
export interface Sample {
  readonly nsPerOp: number;
  readonly bytesPerOp: number;
  readonly allocsPerOp: number;
  readonly n: number;
  /** Of the whole process, from the kernel's view. */
  readonly wallMs?: number;
  readonly cpuMs?: number;
}

export interface BenchmarkPairs {
  readonly benchmark: string;
  /** Equal lengths, in the order in which they were taken. */
  readonly student: readonly Sample[];
  readonly reference: readonly Sample[];
  /** Why there are fewer pairs than asked for; empty otherwise. */
  readonly problem: string;
  /** What contradicts itself in the student's halves, in neutral words. */
  readonly tampering?: readonly string[];
  /** How often they were taken; those of the steadiest round are here. */
  readonly rounds?: number;
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
