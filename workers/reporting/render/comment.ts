import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import { capped, plain, span } from './inert.ts';
import { criteriaTable, lostCases } from './reasons.ts';
import { type Standing, standingLine } from './standing.ts';

/** GitHub's limit for a comment's body, in characters. */
const commentLimit = 65_535;

/** Finds our comment again if the answer of its creation was lost. It is no proof: the App's id is. */
export const commentMarker = '<!-- pushmark -->';

export interface CommentSubject {
  readonly submission: SubmissionResult;
  /** Score of the attempt before this one, if there is one. */
  readonly previousScore: number | undefined;
  readonly standing?: Standing | undefined;
  readonly pageUrl: string;
}

/** The one comment on a pull request: score, what lost points and why, attempt and change since the last. */
export function commentReport({ submission, previousScore, standing, pageUrl }: CommentSubject): string {
  const { run } = submission;
  const score = run?.score;
  if (!run || !score) return '';
  const change =
    previousScore === undefined ? '' : ` (${signed(score.score - previousScore)} since the attempt before)`;
  const kind = submission.attempt ? `Attempt ${submission.attempt}` : 'Practice, not in the gradebook';
  const parts = [
    commentMarker,
    `## ${plain(submission.assignment.title)}: ${score.score} of ${score.maxScore} points`,
    `${kind} · commit ${span(submission.sha.slice(0, 7))}${change}`,
    standingLine(standing),
    criteriaTable(run),
    run.tampering.length > 0
      ? 'The evidence of this run contradicts itself. The criteria concerned give no points until a teacher has looked.'
      : '',
    lostCases(run),
    `[Every reason, on the lines of your code](${pageUrl}). This comment is edited in place and can be edited by others: the page counts.`,
  ];
  return capped(parts.filter(Boolean).join('\n\n'), commentLimit);
}

function signed(change: number): string {
  const rounded = Math.round(change * 100) / 100;
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${-rounded}` : 'no change';
}
