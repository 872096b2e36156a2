/** The judge's generator of stubs and servants: what it is asked, and what it makes. */

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

/** Of what the generator makes; it stands in graders/judge/internal/generate/artifact.go, too. */
export const SEAL_VERSION = 2;

/** What a seal step makes. Paths are relative to the module root, contents texts. */
export interface SealArtifact {
  readonly decisions: {
    readonly version: typeof SEAL_VERSION;
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
