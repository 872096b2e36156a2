import { many, type Queryable } from '#services/platform/database.ts';

/** Who teaches a course, as course.yaml says. */
export interface StaffMember {
  /** Lower case. */
  readonly login: string;
  readonly role: 'teacher' | 'assistant' | 'observer';
  /** Of the roster; empty: all. */
  readonly sections: readonly string[];
  /** Has signed in: from then on only this account is meant. */
  readonly known: boolean;
}

/** The staff of a course, teachers first. */
export async function staffOf(db: Queryable, courseId: number): Promise<StaffMember[]> {
  return many<StaffMember>(
    db,
    `select login, role, sections, github_id is not null as known from staff where course_id = $1
     order by array_position(array['teacher', 'assistant', 'observer'], role), login`,
    [courseId],
  );
}
