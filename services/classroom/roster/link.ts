import { dropUnused } from '#services/classroom/intake/merge.ts';
import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { lockEntry } from './load.ts';
import { placeWaiting } from './place.ts';

/** Done, or why not, in words for staff. */
export type LinkResult = { readonly done: true } | { readonly done: false; readonly why: string };

/**
 * Says by hand which participant a person of the roster is. A link to a participant of whom nothing is known but a
 * login, as a typing mistake makes it, is replaced; any other must be undone first.
 */
export async function linkEntry(
  tx: Queryable,
  courseId: number,
  entryId: number,
  participantId: number,
  actor: Actor,
): Promise<LinkResult> {
  const entry = await lockEntry(tx, courseId, entryId);
  if (!entry || entry.left) return no('There is no such person on the roster.');
  const student = await studentOf(tx, courseId, participantId);
  if (!student) return no('There is no such participant in this course.');
  const before = entry.participantId;
  if (before === participantId) return { done: true };
  if (before !== undefined && (await isSettled(tx, before))) {
    return no(`${entry.name} is linked to ${await loginsOf(tx, before)}. Unlink that first.`);
  }
  const linked = await setParticipant(tx, courseId, entryId, participantId, student.login);
  if (linked !== true) return no(`${student.login} is linked to ${linked}. Unlink that first.`);
  if (before !== undefined) await dropUnused(tx, before);
  const change = { before: { login: entry.login ?? null }, after: { login: student.login } };
  await note(tx, { courseId, actor, action: 'roster.link', subject: entry.name, ...change });
  await placeWaiting(tx, courseId, actor);
  return { done: true };
}

/** Undoes a link. What was handed in stays with its participant; its login leaves the roster, and an invite ends. */
export async function unlinkEntry(tx: Queryable, courseId: number, entryId: number, actor: Actor): Promise<LinkResult> {
  const entry = await lockEntry(tx, courseId, entryId);
  if (!entry) return no('There is no such person on the roster.');
  if (entry.participantId === undefined) return { done: true };
  const sql = 'update roster_entry set participant_id = null, login = null, invite = null where id = $1';
  await execute(tx, sql, [entryId]);
  await dropUnused(tx, entry.participantId);
  const before = { login: entry.login ?? null };
  await note(tx, { courseId, actor, action: 'roster.unlink', subject: entry.name, before, after: { login: null } });
  return { done: true };
}

/** Answers true, or the name of whom the participant belongs to already. Somebody who has left gives way. */
export async function setParticipant(
  tx: Queryable,
  courseId: number,
  entryId: number,
  participantId: number,
  login: string,
): Promise<true | string> {
  const other = await maybe<{ id: number; name: string; left: boolean }>(
    tx,
    `select id, name, left_at is not null as left from roster_entry
     where course_id = $1 and participant_id = $2 and id <> $3 for update`,
    [courseId, participantId, entryId],
  );
  if (other && !other.left) return other.name;
  if (other) await execute(tx, 'update roster_entry set participant_id = null where id = $1', [other.id]);
  await execute(tx, 'update roster_entry set participant_id = $2, login = $3 where id = $1', [
    entryId,
    participantId,
    login,
  ]);
  return true;
}

/** Whether more is known of a participant than a login: GitHub's number of its account, or something handed in. */
export async function isSettled(db: Queryable, participantId: number): Promise<boolean> {
  const sql = `select where exists (select from participant_account where participant_id = $1 and github_id is not null)
    or exists (select from repository where participant_id = $1)`;
  return (await maybe(db, sql, [participantId])) !== undefined;
}

async function studentOf(db: Queryable, courseId: number, participantId: number) {
  return maybe<{ login: string }>(
    db,
    `select coalesce((select login from participant_account a where a.participant_id = p.id
       order by github_id nulls last, login limit 1), p.name) as login
     from participant p where p.course_id = $1 and p.id = $2 and p.kind = 'student'`,
    [courseId, participantId],
  );
}

async function loginsOf(db: Queryable, participantId: number): Promise<string> {
  const row = await maybe<{ logins: string | null }>(
    db,
    `select string_agg(login, ', ' order by login) as logins from participant_account where participant_id = $1`,
    [participantId],
  );
  return row?.logins ?? 'another participant';
}

function no(why: string): LinkResult {
  return { done: false, why };
}
