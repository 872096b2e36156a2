/** The document that `pushmark grade --json` prints: what a run found, with points. */

import type { Finding, Verdict } from '#graders/check.ts';
import type { Ending } from '#graders/steps.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { automatic } from '#services/classroom/assignment/manual.ts';
import { type CriterionState, scoreOf } from '#services/classroom/score.ts';
import type { GradedRun, Versions } from '#workers/grading/graded-run.ts';

export interface ResultDocument {
  readonly state: 'done';
  readonly score: number;
  readonly maxScore: number;
  readonly criteria: readonly CriterionDocument[];
  /** About the files of the submission: changed protected files, files that were left out. */
  readonly findings: readonly FindingDocument[];
  readonly integrity: GradedRun['integrity'];
  readonly versions: Versions;
}

export interface CriterionDocument {
  readonly name: string;
  readonly check: string;
  readonly state: CriterionState;
  /** 0..1. */
  readonly credit: number;
  readonly points: number;
  readonly maxPoints: number;
  readonly summary: string;
  readonly ending?: Ending;
  readonly cases: readonly { readonly name: string; readonly verdict: Verdict; readonly cause?: string }[];
  readonly findings: readonly FindingDocument[];
}

type FindingDocument = Pick<Finding, 'rule' | 'level' | 'file' | 'line' | 'message'>;

const SUMMARIES: Readonly<Record<CriterionState, string>> = {
  judged: '',
  unmarked: 'marked by a person',
  unreached: 'not reached: a gate before it failed',
  pending: 'pending: this version has no such check; outside the maximum',
};

export function resultOf({ document }: Assignment, run: GradedRun): ResultDocument {
  const credits = run.criteria.map(({ name, judgement }) => ({ name, credit: judgement?.credit ?? 0 }));
  const { score, maxScore, criteria } = scoreOf(automatic(document.rubric), credits);
  const rows = run.criteria.map(({ name, check, judgement }, i): CriterionDocument => {
    const { state, credit, points, maxPoints } = criteria[i]!;
    const cases = judgement?.cases ?? [];
    return {
      ...{ name, check, state, credit, points, maxPoints, summary: judgement?.summary ?? SUMMARIES[state] },
      ...(judgement?.ending ? { ending: judgement.ending } : {}),
      cases: cases.map((one) => ({ name: one.name, verdict: one.verdict, ...(one.cause ? { cause: one.cause } : {}) })),
      findings: (judgement?.findings ?? []).map(findingOf),
    };
  });
  const findings = run.workspaceFindings.map(findingOf);
  return { state: 'done', score, maxScore, criteria: rows, findings, integrity: run.integrity, versions: run.versions };
}

function findingOf({ rule, level, file, line, message }: Finding): FindingDocument {
  return { rule, level, file, line, message };
}
