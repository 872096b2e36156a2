import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { reportAssignmentAgain } from '../proposals/report-again.ts';

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
  const sql = `select participant_id as participant, assignment_id as assignment, sha from submission
    where id = $1 for no key update`;
  const own = await maybe<{ participant: number; assignment: number; sha: string }>(tx, sql, [submissionId]);
  if (!own || !(await ownChoice(tx, submissionId)).may) return false;
  await execute(
    tx,
    `update chosen_submission c set revoked_at = now() from submission s where s.id = c.submission_id
       and s.participant_id = $1 and s.assignment_id = $2 and not c.by_staff and c.revoked_at is null`,
    [own.participant, own.assignment],
  );
  const chosen = 'insert into chosen_submission (submission_id, by_staff, chosen_by) values ($1, false, $2)';
  await execute(tx, chosen, [submissionId, actor.login]);
  const subject = `${actor.login}'s own submission ${own.sha.slice(0, 7)}`;
  await note(tx, { courseId, actor, action: 'submission.choose-own', subject });
  await reportAssignmentAgain(tx, own.assignment, own.participant);
  return true;
}
