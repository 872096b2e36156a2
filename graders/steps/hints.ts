/** The judge's reader of benchmarks: what it is asked, and what it says. */

/** Finds benchmarks in one folder that no wrong result can fail; the artifact is JSON, a list of Hint. */
export interface HintsStep {
  readonly kind: 'hints';
  readonly tree: 'reference';
  readonly dir: string;
  readonly artifact: true;
  readonly timeoutMs: number;
}

export interface Hint {
  /** Of the benchmark. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** To notice a wrong result: the benchmark `never fails`, or `fails for errors alone`. */
  readonly lacks: string;
}
