/** The judge's source policy: what it is asked, and what it says. */
import type { Tree } from './tree.ts';

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
  /** Package directories with hidden tests: packages that no test's program holds may import more. */
  readonly tested: readonly string[];
  /** The tree with those tests; absent where none is linked. */
  readonly tests?: Tree;
  /** Words of `allow:` in assignment.yaml. */
  readonly allow: readonly string[];
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
