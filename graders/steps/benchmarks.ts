/** Benchmarks in interleaved pairs: what is measured, and what was. */
import type { CompileStep } from './compile.ts';
import type { TestsStep } from './tests.ts';
import type { Tree } from './tree.ts';

/** The same benchmark of two programs, in interleaved pairs. */
export interface BenchmarksStep {
  readonly kind: 'benchmarks';
  readonly program: CompileStep;
  readonly reference: CompileStep;
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
  readonly requires?: readonly TestsStep[];
}

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
