import { execute, type Queryable } from '#services/platform/database.ts';
import { type Actor, note } from '../people/audit.ts';
import { reportAssignmentAgain } from '../proposals/report-again.ts';
import { marksOf } from '../results/marks.ts';
import type { SubmissionResult } from '../results/submission.ts';

export interface NewMark {
  readonly criterion: string;
  /** From 0 to what the criterion is worth. */
  readonly points: number;
  readonly comment: string;
}

/**
 * Gives points for a manual criterion of a submission; an earlier mark stays in the history. Answers what is wrong with
 * the wish, in words, or undefined when it is done. Ring `reporting` afterwards.
 */
export async function markSubmission(
  tx: Queryable,
  courseId: number,
  submission: SubmissionResult,
  wish: NewMark,
  actor: Actor,
): Promise<string | undefined> {
  const criterion = submission.run?.criteria.find((one) => one.criterion.name === wish.criterion)?.criterion;
  if (criterion?.state !== 'manual') return `${wish.criterion} is no criterion that a person marks.`;
  if (wish.points > criterion.points) return `${criterion.title} is worth ${criterion.points} points at most.`;
  const before = (await marksOf(tx, submission.id)).get(criterion.name);
  const credit = wish.points / criterion.points;
  await execute(
    tx,
    'insert into mark (submission_id, criterion, credit, comment, marked_by) values ($1, $2, $3, $4, $5)',
    [submission.id, criterion.name, credit, wish.comment, actor.login],
  );
  const { participant, assignment } = submission;
  const subject = `${participant.name}, ${assignment.title}, ${criterion.title}`;
  const after = { points: wish.points, comment: wish.comment };
  const was = before && { points: before.credit * criterion.points, comment: before.comment };
  await note(tx, { courseId, actor, action: 'mark.give', subject, before: was, after });
  await reportAssignmentAgain(tx, assignment.id, participant.id);
  return undefined;
}
