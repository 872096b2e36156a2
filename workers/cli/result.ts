/** The document that `pushmark grade --json` prints: what a run found, with points. */

import type { Case, Finding } from '#graders/check.ts';
import type { Ending } from '#graders/steps/process.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { automatic } from '#services/classroom/assignment/manual.ts';
import { type CriterionState, scoreOf } from '#services/classroom/score.ts';
import { droppedOf, droppedWords, judgementUnder } from '#services/classroom/weighing.ts';
import type { GradedRun, Versions } from '#workers/grading/graded-run.ts';
import type { CriterionResult } from '#workers/grading/rubric.ts';

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
  readonly cases: readonly Pick<Case, 'name' | 'verdict' | 'cause' | 'dropped'>[];
  readonly findings: readonly FindingDocument[];
}

type FindingDocument = Pick<Finding, 'rule' | 'level' | 'file' | 'line' | 'message'>;

const SUMMARIES: Readonly<Record<CriterionState, string>> = {
  judged: '',
  unmarked: 'marked by a person',
  unreached: 'not reached: a gate before it failed',
  pending: 'pending: this version has no such check; outside the maximum',
};

/** Evidence as the assignment's own rubric weighs it: what was dropped counts no more. */
export function weighedBy({ document }: Assignment, run: GradedRun): readonly CriterionResult[] {
  return run.criteria.map((result) => {
    const criterion = document.rubric.find(({ name }) => name === result.name);
    const { judgement } = result;
    return criterion && judgement ? { ...result, judgement: judgementUnder(criterion, criterion, judgement) } : result;
  });
}

export function resultOf(assignment: Assignment, run: GradedRun): ResultDocument {
  const weighed = weighedBy(assignment, run);
  const credits = weighed.map(({ name, judgement }) => ({ name, credit: judgement?.credit ?? 0 }));
  const { score, maxScore, criteria } = scoreOf(automatic(assignment.document.rubric), credits);
  const rows = weighed.map(({ name, check, judgement }, i): CriterionDocument => {
    const { state, credit, points, maxPoints } = criteria[i]!;
    const cases = judgement?.cases ?? [];
    const words = [judgement?.summary ?? SUMMARIES[state], droppedWords(droppedOf(cases))];
    return {
      ...{ name, check, state, credit, points, maxPoints, summary: words.filter(Boolean).join('; ') },
      ...(judgement?.ending ? { ending: judgement.ending } : {}),
      cases: cases.map(caseOf),
      findings: (judgement?.findings ?? []).map(findingOf),
    };
  });
  const findings = run.workspaceFindings.map(findingOf);
  return { state: 'done', score, maxScore, criteria: rows, findings, integrity: run.integrity, versions: run.versions };
}

function caseOf({ name, verdict, cause, dropped }: Case): CriterionDocument['cases'][number] {
  return { name, verdict, ...(cause ? { cause } : {}), ...(dropped ? { dropped } : {}) };
}

function findingOf({ rule, level, file, line, message }: Finding): FindingDocument {
  return { rule, level, file, line, message };
}
