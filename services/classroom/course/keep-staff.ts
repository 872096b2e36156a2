import { execute, many, type Queryable } from '#services/platform/database.ts';
import { note } from '../people/audit.ts';
import type { Staff } from './document.ts';

/**
 * The staff of a course becomes what course.yaml says. Who stays keeps the account that its login was found to be; a
 * login that comes back later is looked up anew, for it may be somebody else's by then.
 */
export async function keepStaff(tx: Queryable, courseId: number, staff: readonly Staff[]): Promise<void> {
  const before = await staffOf(tx, courseId);
  await execute(tx, 'delete from staff where course_id = $1 and login <> all($2)', [
    courseId,
    staff.map(({ login }) => login),
  ]);
  for (const { login, role, sections } of staff) {
    await execute(
      tx,
      `insert into staff (course_id, login, role, sections) values ($1, $2, $3, $4)
       on conflict (course_id, login) do update set role = excluded.role, sections = excluded.sections`,
      [courseId, login, role, sections],
    );
  }
  const after = await staffOf(tx, courseId);
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  await note(tx, { courseId, actor, action: 'staff.change', subject: 'staff in course.yaml', before, after });
}

/** Who changed course.yaml is known to its repository, not to us. */
export const actor = { login: 'course.yaml' } as const;

async function staffOf(tx: Queryable, courseId: number): Promise<Staff[]> {
  return many<Staff>(tx, 'select login, role, sections from staff where course_id = $1 order by login', [courseId]);
}
