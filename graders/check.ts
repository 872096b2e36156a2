/**
 * The contract of every check. A check is two pure functions: `plan` names what must be built and run, `judge`
 * says what the student's code earned from what came out. The steps of all criteria of a rubric are merged and
 * executed in one compile container and one run container (see workers/grading), so a check never touches Docker,
 * files or clocks, and its tests need recorded outcomes only.
 */
import type { Static, TSchema } from 'typebox';
import type { CompileOutcome, CompileStep } from './steps/compile.ts';
import type { Ending } from './steps/process.ts';
import type { RunOutcome, RunStep } from './steps/run.ts';

/** `skip` is never a pass; `missing` is an expected case of which no proof arrived. */
export type Verdict = 'pass' | 'fail' | 'skip' | 'missing';

/** Who may see a case: everybody, everybody once the assignment is due, or staff only. */
export type Visibility = 'visible' | 'after-due' | 'hidden';

/** One named test. All text is untrusted: cleaned and capped where it is stored, escaped where it is shown. */
export interface Case {
  /** Package directory and test, e.g. `gradebook.TestTop/empty`. */
  readonly name: string;
  readonly verdict: Verdict;
  /** Relative worth inside its criterion, > 0; 0 of one that was dropped. */
  readonly weight: number;
  /** The tests that it is a subtest of, outermost first, where that is not just its top-level test. */
  readonly below?: readonly string[];
  /** It counts for nobody, and this is the teacher's reason. Never stored: it is said when somebody looks. */
  readonly dropped?: string;
  readonly visibility: Visibility;
  /** Why it did not pass, in one line of plain words; absent for a pass. */
  readonly cause?: string;
  /** What the call was, what it gave and what was expected, where the message says so in Go's usual form. */
  readonly input?: string;
  readonly got?: string;
  readonly want?: string;
  /** The test's own log. */
  readonly output?: string;
  /** A command that reproduces the failure, for visible cases. */
  readonly reproduce?: string;
  /** The teacher's hint for this case. */
  readonly hint?: string;
  /** Wall time in milliseconds. */
  readonly wallMs?: number;
  /** Whether the test ran in a process without the student's code, which it started or called, or was linked with it. */
  readonly way?: Way;
  /** It failed, and passed when it was run again in a fresh container. `verdict` is what the criterion makes of that. */
  readonly flaky?: true;
}

export type Way = 'outside' | 'sealed' | 'shared';

/** As in SARIF: a rule, a level and a place. `file` is relative to the repository's root, with `/`. */
export interface Finding {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly file: string;
  /** 1-based; 0 when the finding is about the whole file. */
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  /** Longer text, e.g. both stacks of a data race. */
  readonly detail?: string;
  /** The tests, named as cases are, whose processes showed it: who must see none of them must not see it. */
  readonly tests?: readonly string[];
}

/** What a check found. Credit starts at zero and only grows by proof. */
export interface Judgement {
  /** 0..1. */
  readonly credit: number;
  /** One line for people. */
  readonly summary: string;
  readonly cases: readonly Case[];
  readonly findings: readonly Finding[];
  /** How the program ended, when that explains the credit. */
  readonly ending?: Ending;
  /** Contradictions in the evidence, in neutral words; any entry gives credit 0 and marks the run. */
  readonly tampering: readonly string[];
  /** Machine-readable facts worth keeping (ratios, percentages, counts). */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** A case that the reference passes, recorded once per judging digest. */
export interface Expectation {
  /** Package directory relative to the module root; `.` for the root. */
  readonly dir: string;
  /** `TestTop` or `TestTop/empty`. */
  readonly test: string;
}

/** A package whose hidden tests, some of them, are judged in a process without the student's code. */
export interface SealedPackage {
  readonly dir: string;
  /** Number of its trees. */
  readonly number: number;
  /** Top-level names. */
  readonly tests: readonly string[];
  /** What to build of the servant's tree, as an argument of `go`. */
  readonly build: string;
  /** What the compiler's messages about the generated glue mean. */
  readonly glue: readonly GlueLine[];
}

/** A line of generated code that holds the student's package to the contract. */
export interface GlueLine {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** In words: said when the compiler finds nothing of the name, and when it finds something else. */
  readonly lacks: string;
  readonly differs: string;
}

/** A package whose hidden tests start the student's program as another process. */
export interface OutsidePackage {
  readonly dir: string;
  /** Package directories of the programs that they may start. */
  readonly programs: readonly string[];
}

/** What a check may know about the submission that it judges. */
export interface Subject {
  /** The Go module path. */
  readonly module: string;
  /** Every file the student may be shown findings on, relative paths. */
  readonly studentFiles: readonly string[];
  /** Package directories that hold hidden tests. */
  readonly testDirs: readonly string[];
  /** Top-level tests, examples and fuzz targets with their subtests that the reference passes; empty while it is being recorded. */
  readonly expected: readonly Expectation[];
  /**
   * Students' code may start goroutines, or the teacher's does that is linked with it: data races are possible, and
   * with them writes to any memory.
   */
  readonly goroutines: boolean;
  /** Why code that is linked with tests could read or change them, one sentence for each permission that lets it. */
  readonly openings: readonly string[];
  /** Tests that are listed neither here nor in `outside` are linked with the student's code. */
  readonly sealed: readonly SealedPackage[];
  /** Packages of which every hidden test is judged from outside. */
  readonly outside: readonly OutsidePackage[];
  /** Milliseconds and bytes. */
  readonly limits: Limits;
  /** Visibility where a criterion does not say otherwise. */
  readonly visibility: Visibility;
}

export interface Limits {
  /** Wall time of one test process. */
  readonly testMs: number;
  /** Wall time of all test processes of one step. */
  readonly runMs: number;
  /** Wall time of one compile step. */
  readonly compileMs: number;
  readonly memoryBytes: number;
  readonly processes: number;
  readonly outputBytes: number;
}

/** Everything that a criterion wants built and run. Equal steps of different criteria are executed once. */
export interface Plan {
  readonly compile: readonly CompileStep[];
  readonly run: readonly RunStep[];
  /**
   * How often the failed tests of its steps are run again, each time in a fresh container, to find out whether they
   * always fail; none by default. See `RunOutcome.again`.
   */
  readonly again?: number;
}

/** Looks up what came out of a step, by the step itself (steps are values; equal steps are the same step). */
export interface Outcomes {
  compiled(step: CompileStep): CompileOutcome;
  ran(step: RunStep): RunOutcome;
}

/** `first` unless said. */
export type Stage = 'first' | 'second';

/** What cases are worth in relation to each other: asked of stored ones again, so that other worth needs no container. */
export interface CaseWeighing<S extends TSchema = TSchema> {
  /** Options that nothing else depends on; they change points, never verdicts. */
  readonly options: readonly (keyof Static<S>)[];
  /** The same cases, weighed by these options; `dropped`: tests to why they do not count, see go/weigh-again.ts. */
  weigh(cases: readonly Case[], options: Static<S>, dropped: Readonly<Record<string, string>>): readonly Case[];
}

export interface Check<S extends TSchema = TSchema> {
  /** The word used in `check:` of a rubric; also the name of its folder. */
  readonly name: string;
  /** Options of the criterion, validated before `plan` is called. Every property has a description. */
  readonly options: S;
  /** Takes long, or wants the machine alone: while the machine is busy it follows when everybody has first results. */
  readonly stage?: Stage;
  /** Where its credit is the weighed share of its cases that passed. */
  readonly weighing?: CaseWeighing<S>;
  plan(subject: Subject, options: Static<S>): Plan;
  /** Throws only when we are at fault. */
  judge(subject: Subject, options: Static<S>, outcomes: Outcomes): Judgement;
}
