import { type Actor, note } from '#services/classroom/people/audit.ts';
import { many, maybe, type Queryable } from '#services/platform/database.ts';
import { type Place, subjectOf } from './overrides.ts';

const ofStaff = `h.submission_id = s.id and h.cause = 'teacher' and s.participant_id = $1 and s.assignment_id = $2`;

/** Submissions of a participant that a teacher handed in, and may take back. */
export async function handedInByStaff(db: Queryable, { participant, assignment }: Place): Promise<ReadonlySet<number>> {
  const sql = `select distinct s.id from submission s, hand_in h where ${ofStaff}`;
  const found = await many<{ id: number }>(db, sql, [participant.id, assignment.id]);
  return new Set(found.map(({ id }) => id));
}

/**
 * Takes back what a teacher handed in, as if it never was; what the student itself pushed of it stays. False where there
 * is nothing to be taken back. Says so in the log.
 */
export async function takeBack(tx: Queryable, place: Place, submissionId: number, actor: Actor): Promise<boolean> {
  const { courseId, participant, assignment } = place;
  const before = await maybe<{ commit: string }>(
    tx,
    `update hand_in h set submission_id = null, official = false, taken_back_at = now(),
       ignored = 'A teacher handed it in, and took that back.'
     from submission s where ${ofStaff} and s.id = $3 returning h.sha as commit`,
    [participant.id, assignment.id, submissionId],
  );
  if (!before) return false;
  await note(tx, { courseId, actor, action: 'submission.take-back', subject: subjectOf(place), before });
  return true;
}
