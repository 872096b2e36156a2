import type { Finding, Stage, Way } from '#graders/check.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import type { FileTree, Store } from '#services/classroom/trees.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { Sandbox } from '#workers/sandbox/sandbox.ts';
import type { Preparations } from './prepare.ts';
import type { Progress } from './progress.ts';
import type { Checks, CriterionResult } from './rubric.ts';
import type { WantedSealed } from './sealing.ts';

export interface GradeRequest {
  readonly assignment: Assignment;
  /** The commit as it was handed in. */
  readonly submitted: FileTree;
  /** Hex digits, see seed.ts. */
  readonly seed: string;
  readonly sandbox: Sandbox;
  readonly store: Store;
  /** Ids, see sandbox/images.ts. */
  readonly images: Images;
  /** One map per process lets concurrent runs of an assignment prepare it once. */
  readonly preparations?: Preparations;
  readonly signal?: AbortSignal;
  /** Which tests are sealed; default: those of the assignment's lock. */
  readonly sealed?: WantedSealed;
  /** Only the criteria of this stage; default: all. */
  readonly stage?: Stage | undefined;
  /** Only this criterion; default: all of the stage. */
  readonly only?: string | undefined;
  /** false: failed tests are not run again, for whoever knows that they fail. */
  readonly again?: false;
  readonly onProgress?: (event: Progress) => void;
  /** For tests; default: all that exist. */
  readonly checks?: Checks;
}

export interface GradedRun {
  readonly criteria: readonly CriterionResult[];
  readonly workspaceFindings: readonly Finding[];
  /** By the source policy; nothing was built then. */
  readonly refused?: true;
  readonly integrity: { readonly mode: Way; readonly tampering: readonly string[] };
  readonly versions: Versions;
  /** Milliseconds per phase. */
  readonly timings: Readonly<Record<string, number>>;
  /** CPU time of everything that was built and run for this submission, without the containers themselves. */
  readonly cpuMs: number;
}

export interface Versions {
  readonly go: string;
  /** Ids of the compile and the run image. */
  readonly image: string;
  /** The judging digest. */
  readonly assignment: string;
  readonly seed: string;
  /** Level and version of the source policy. */
  readonly policy: string;
}
