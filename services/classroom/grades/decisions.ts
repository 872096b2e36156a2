/** What people decided by the rules of a course, and did not take back. */
import { many, type Queryable } from '#services/platform/database.ts';
import type { Choice, Extension, Override } from '../rules/facts.ts';
import { present } from './present.ts';

export async function loadExtensions(db: Queryable, courseId: number): Promise<Extension[]> {
  const rows = await many<Extension>(
    db,
    `select id, assignment_id as "assignmentId", participant_id as "participantId", section, until, minutes, days, reason
     from extension where course_id = $1 and revoked_at is null order by id`,
    [courseId],
  );
  return rows.map(present);
}

export type OfParticipant<T> = T & { readonly participantId: number };

export async function loadOverrides(db: Queryable, assignments: readonly number[]) {
  const rows = await many<OfParticipant<Override>>(
    db,
    `select assignment_id as "assignmentId", participant_id as "participantId", points, reason, set_by as "setBy"
     from override where assignment_id = any($1) and revoked_at is null`,
    [assignments],
  );
  return rows.map((row) => ({ ...row, points: row.points ?? undefined }));
}

/** Newest first. */
export async function loadChoices(db: Queryable, assignments: readonly number[]) {
  return many<OfParticipant<Choice>>(
    db,
    `select s.assignment_id as "assignmentId", s.participant_id as "participantId", s.id as "submissionId",
       c.by_staff as "byStaff", c.chosen_by as "chosenBy"
     from chosen_submission c join submission s on s.id = c.submission_id
     where s.assignment_id = any($1) and c.revoked_at is null order by c.id desc`,
    [assignments],
  );
}
