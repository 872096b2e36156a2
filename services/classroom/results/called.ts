import { many, maybe, type Queryable } from '#services/platform/database.ts';
import type { CourseGrades } from '../rules/grade.ts';

/** SQL: the roster's name of participant `p`, else the one at GitHub. For pages alone: GitHub is told no real names. */
export const calledSql = '(select coalesce((select name from roster_entry where participant_id = p.id), p.name))';

interface Named {
  readonly id: number;
  readonly name: string;
}

/** Something of a participant, with its name on the roster; for pages alone. */
export async function called<T extends { readonly participant: Named }>(db: Queryable, one: T): Promise<T> {
  const sql = 'select name from roster_entry where participant_id = $1';
  const name = (await maybe<{ name: string }>(db, sql, [one.participant.id]))?.name;
  return name === undefined ? one : { ...one, participant: { ...one.participant, name } };
}

/** The names on the roster of a course by participant; for pages alone. */
export async function rosterNames(db: Queryable, courseId: number): Promise<ReadonlyMap<number, string>> {
  const sql = 'select participant_id as id, name from roster_entry where course_id = $1 and participant_id is not null';
  return new Map((await many<Named>(db, sql, [courseId])).map(({ id, name }) => [id, name]));
}

/** The grades of a course with the names of its roster, and by them; for pages alone. */
export async function calledByRoster(db: Queryable, courseId: number, grades: CourseGrades): Promise<CourseGrades> {
  const names = await rosterNames(db, courseId);
  const participants = grades.participants.map(({ participant, ...own }) => ({
    ...own,
    participant: { ...participant, name: names.get(participant.id) ?? participant.name },
  }));
  const order = new Intl.Collator('en').compare;
  return { ...grades, participants: participants.sort((a, b) => order(a.participant.name, b.participant.name)) };
}
