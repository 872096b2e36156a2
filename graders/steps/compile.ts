/** What is built, read or made in the compile container, and what came of it. */
import type { HintsStep } from './hints.ts';
import type { MutantsStep } from './mutants.ts';
import type { PolicyReport, PolicyStep } from './policy.ts';
import type { Ending } from './process.ts';
import type { SealStep } from './seal.ts';
import type { Tree } from './tree.ts';

export type CompileStep = GoStep | FormatStep | PolicyStep | SealStep | MutantsStep | HintsStep;

/** A `go` command. */
export interface GoStep {
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

/** The judge's own gofmt. */
export interface FormatStep {
  readonly kind: 'format';
  readonly tree: Tree;
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
