import type { Finding, Judgement } from '#graders/check.ts';
import type { CriterionState } from '../score.ts';

/** What a finished run leaves behind. Written once, never changed; points and grades are computed from it. */
export interface Evidence {
  /** In the order of the rubric. */
  readonly criteria: readonly CriterionEvidence[];
  /** About the workspace: protected files changed, files left out. */
  readonly findings: readonly Finding[];
  readonly mode: 'outside' | 'sealed' | 'shared';
  /** Contradictions, in neutral words. */
  readonly tampering: readonly string[];
  readonly seed: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Milliseconds by phase. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface CriterionEvidence {
  readonly name: string;
  readonly check: string;
  readonly state: CriterionState;
  /** undefined unless judged. */
  readonly judgement: Judgement | undefined;
  /** The run that judged it, where that is another one. */
  readonly keptRun?: number | undefined;
}

/** Of two parts of a run: what either linked with the student's code was linked. */
export function weaker(one: Evidence['mode'], other: Evidence['mode']): Evidence['mode'] {
  return one === 'shared' ? one : other;
}
