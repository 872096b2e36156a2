import { type Actor, note } from '#services/classroom/people/audit.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';
import { reportAssignmentAgain } from '../proposals/report-again.ts';
import { replaceChoice, type Whose } from './choices.ts';

/** Whether a student may say that this submission counts, and whether it has. */
export interface OwnChoice {
  readonly may: boolean;
  readonly chosen: boolean;
}

const choiceSql = `
  select a.rules ->> 'counts' = 'chosen' and exists (select from hand_in h where h.submission_id = s.id and h.official) as may,
    exists (select from chosen_submission c where c.submission_id = s.id and not c.by_staff and c.revoked_at is null) as chosen
  from submission s join assignment a on a.id = s.assignment_id where s.id = $1`;

export async function ownChoice(db: Queryable, submissionId: number): Promise<OwnChoice> {
  const found = await maybe<{ may: boolean | null; chosen: boolean }>(db, choiceSql, [submissionId]);
  return { may: found?.may ?? false, chosen: found?.chosen ?? false };
}

/**
 * The student says which of its submissions counts, where the rules leave it to the student. Answers false where they
 * do not, or where it is no official one. Ring `reporting` afterwards.
 */
export async function chooseOwn(tx: Queryable, courseId: number, submissionId: number, actor: Actor): Promise<boolean> {
  const sql = `select participant_id as "participantId", assignment_id as "assignmentId", sha from submission
    where id = $1 for no key update`;
  const own = await maybe<Omit<Whose, 'byStaff'> & { sha: string }>(tx, sql, [submissionId]);
  if (!own || !(await ownChoice(tx, submissionId)).may) return false;
  await replaceChoice(tx, { ...own, byStaff: false }, submissionId, actor);
  const subject = `${actor.login}'s own submission ${own.sha.slice(0, 7)}`;
  await note(tx, { courseId, actor, action: 'submission.choose-own', subject });
  await reportAssignmentAgain(tx, own.assignmentId, own.participantId);
  return true;
}
