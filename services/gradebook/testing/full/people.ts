import { secretDigest } from '#services/classroom/people/secret-digest.ts';
import type { Queryable } from '#services/platform/database.ts';
import { add } from './rows.ts';

/** GitHub's number of who has the whole course in hand and has work in it, too. */
export const TEACHER = 1;
/** Of the invite to somebody on the roster. */
export const INVITE = 'i'.repeat(32);

export interface People {
  /** On the roster and linked; the teacher's own account. */
  readonly student: number;
  /** Pushes, and is on no roster. */
  readonly stranger: number;
  readonly group: number;
}

/** Accounts, staff, the roster and groups, each called by a text. */
export async function addPeople(db: Queryable, course: number, text: string): Promise<People> {
  await add(db, 'account', { github_id: TEACHER, login: text, name: text });
  await add(db, 'account', { github_id: 2, login: `${text} 2`, name: text });
  const teacher = { github_id: TEACHER, role: 'teacher', sections: [] };
  await add(db, 'staff', { course_id: course, login: text, ...teacher });
  await add(db, 'staff', { course_id: course, login: `${text} 3`, role: 'assistant', sections: [text] });
  const participant = (kind: string, name: string) => add(db, 'participant', { course_id: course, kind, name });
  const student = await participant('student', text);
  const stranger = await participant('student', `${text} 2`);
  const group = await participant('group', text);
  const other = await participant('group', `${text} 2`);
  for (const [participant_id, github_id] of [
    [student, TEACHER],
    [stranger, 2],
  ])
    await add(db, 'participant_account', { participant_id, login: text, github_id });
  await add(db, 'group_member', { group_id: group, student_id: student });
  await add(db, 'group_member', { group_id: other, student_id: stranger });
  await addRoster(db, course, student, text);
  const token = { github_id: TEACHER, name: text, digest: 'x', course_id: course, expires_at: '2099-01-01' };
  await add(db, 'access_token', token);
  return { student, stranger, group };
}

async function addRoster(db: Queryable, course: number, student: number, text: string): Promise<void> {
  const entry = { course_id: course, name: text, section: text, waiting_groups: text };
  await add(db, 'roster_entry', {
    ...{ ...entry, participant_id: student, login: text, email: text, institution_id: text },
  });
  const other = { email: `${text} 2`, institution_id: `${text} 2`, invite: secretDigest(INVITE) };
  await add(db, 'roster_entry', { ...entry, ...other, login: text });
  await add(db, 'roster_entry', { ...entry, left_at: '2026-11-01' });
}
