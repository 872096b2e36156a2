import type { Assignment } from '#services/classroom/assignment/document.ts';
import { automatic } from '#services/classroom/assignment/manual.ts';
import { scoreOf } from '#services/classroom/score.ts';
import { treeDigest } from '#services/classroom/trees.ts';
import { grade } from '#workers/grading/grade.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import type { Progress } from '#workers/grading/progress.ts';
import { seedOf } from '#workers/grading/seed.ts';
import type { Bench } from './bench.ts';
import { type Candidate, candidatesOf, hidesItsMistake, holds } from './candidates.ts';
import { dropProblems } from './dropped.ts';
import { weighedBy } from './result.ts';

export interface CandidateReport {
  readonly name: string;
  readonly score: number;
  readonly maxScore: number;
  /** In words, e.g. `at most 42`. */
  readonly expected: string;
  readonly holds: boolean;
  /** Criteria without full credit, in words. */
  readonly lost: string;
  /** Without the preparation of the assignment, which happens once. */
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Grades all solutions that an assignment brings along, one after the other. */
export async function checkAssignment(
  assignment: Assignment,
  bench: Bench,
  signal: AbortSignal,
  onProgress: (candidate: string, event: Progress) => void = () => {},
): Promise<CandidateReport[]> {
  const reports: CandidateReport[] = [];
  for (const candidate of candidatesOf(assignment).graded) {
    const seed = seedOf(bench.secret, assignment.judging, treeDigest(candidate.files));
    const show = (event: Progress) => onProgress(candidate.name, event);
    const again = candidate.expected === 'full' ? {} : ({ again: false } as const);
    const run = await grade({
      ...bench,
      ...again,
      assignment,
      submitted: candidate.files,
      seed,
      signal,
      onProgress: show,
    });
    reports.push(reportOf(assignment, candidate, run));
  }
  return reports;
}

function reportOf(assignment: Assignment, candidate: Candidate, run: GradedRun): CandidateReport {
  const weighed = weighedBy(assignment, run);
  const credits = weighed.map(({ name, judgement }) => ({ name, credit: judgement?.credit ?? 0 }));
  const { score, maxScore } = scoreOf(automatic(assignment.document.rubric), credits);
  const lost = weighed.filter(({ judgement }) => judgement && judgement.credit < 1);
  const problems = candidate.name === 'reference' ? dropProblems(assignment, run) : [];
  const { expected } = candidate;
  return {
    name: candidate.name,
    score,
    maxScore,
    expected: expected === 'full' ? 'full' : expected.atMost >= maxScore ? 'less' : `at most ${round(expected.atMost)}`,
    holds:
      problems.length === 0 &&
      holds(candidate, score, maxScore) &&
      run.integrity.tampering.length === 0 &&
      !(run.refused && hidesItsMistake(candidate)),
    lost: [...problems, ...lost.map(({ name, judgement }) => `${name}: ${judgement?.summary}`)].join('; '),
    wallMs: Object.entries(run.timings).reduce((sum, [phase, ms]) => (phase === 'prepare' ? sum : sum + ms), 0),
    cpuMs: run.cpuMs,
  };
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}
