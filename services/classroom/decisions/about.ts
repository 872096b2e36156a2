/** Whom and what a decision of staff is about, looked up within its course: an id of another course finds nothing. */
import { maybe, type Queryable } from '#services/platform/database.ts';

export interface AboutParticipant {
  readonly id: number;
  /** As the roster calls it. */
  readonly name: string;
  readonly kind: 'student' | 'group';
}

export async function participantOf(
  db: Queryable,
  courseId: number,
  participantId: number,
): Promise<AboutParticipant | undefined> {
  const sql = `select p.id, coalesce(e.name, p.name) as name, p.kind from participant p
    left join roster_entry e on e.participant_id = p.id where p.course_id = $1 and p.id = $2`;
  return maybe<AboutParticipant>(db, sql, [courseId, participantId]);
}

export interface AboutAssignment {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  /** Undefined: it has no due date. */
  readonly due: Date | undefined;
}

export async function assignmentOf(
  db: Queryable,
  courseId: number,
  slug: string,
): Promise<AboutAssignment | undefined> {
  const sql = `select id, slug, title, rules ->> 'due' as due from assignment where course_id = $1 and slug = $2`;
  const row = await maybe<Omit<AboutAssignment, 'due'> & { due: string | null }>(db, sql, [courseId, slug]);
  return row && { ...row, due: row.due === null ? undefined : new Date(row.due) };
}
