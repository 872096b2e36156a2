/** The judge's maker of wrong solutions: what it is asked, and what it makes. */

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
