/**
 * Who owns a repository. A name leads to a participant only the first time; as soon as GitHub has told the account's
 * numeric id, that id is who it is: logins are changed, given up and taken by others.
 */
import { execute, maybe, one, type Queryable } from '#services/platform/database.ts';
import type { SenderFacts } from './facts.ts';
import type { Reading } from './match.ts';
import { mergeInto } from './merge.ts';

/** The participant that a reading means, made when new; a string says why it cannot be told. */
export async function participantFor(
  tx: Queryable,
  courseId: number,
  { kind, name }: Pick<Reading, 'kind' | 'name'>,
  sender?: SenderFacts,
): Promise<number | string> {
  if (kind === 'group') return byName(tx, courseId, kind, name);
  const self = sender && !sender.bot && sender.login.toLowerCase() === name ? sender : undefined;
  const participant =
    (self && (await byAccount(tx, courseId, self.id))) ??
    (await byLogin(tx, courseId, name)) ??
    (await byName(tx, courseId, kind, name));
  const account = await keepAccount(tx, participant, name, self?.id);
  if (!self || account === self.id) return participant;
  return `the login ${name} belongs to another account than before; map it under repositories in course.yaml`;
}

/**
 * Learns the account of a participant from a delivery that the account itself caused. Where that account is known as
 * another participant of the course (the student was renamed before this repository was made), both become one.
 * Answers whether anything was merged.
 */
export async function mergeByAccount(tx: Queryable, participantId: number, sender?: SenderFacts): Promise<boolean> {
  if (!sender || sender.bot) return false;
  const own = await maybe<{ courseId: number }>(
    tx,
    `select p.course_id as "courseId" from participant_account a join participant p on p.id = a.participant_id
     where a.participant_id = $1 and a.login = lower($2) and a.github_id is null and p.kind = 'student' for update`,
    [participantId, sender.login],
  );
  if (!own) return false;
  const other = await byAccount(tx, own.courseId, sender.id);
  await execute(tx, 'update participant_account set github_id = $3 where participant_id = $1 and login = lower($2)', [
    participantId,
    sender.login,
    sender.id,
  ]);
  if (other === undefined || other === participantId) return false;
  await mergeInto(tx, participantId, other);
  return true;
}

async function byAccount(tx: Queryable, courseId: number, githubId: number): Promise<number | undefined> {
  const found = await maybe<{ id: number }>(
    tx,
    `select p.id from participant_account a join participant p on p.id = a.participant_id
     where a.github_id = $2 and p.course_id = $1 and p.kind = 'student' order by p.id limit 1`,
    [courseId, githubId],
  );
  return found?.id;
}

async function byLogin(tx: Queryable, courseId: number, login: string): Promise<number | undefined> {
  const found = await maybe<{ id: number }>(
    tx,
    `select p.id from participant_account a join participant p on p.id = a.participant_id
     where a.login = $2 and p.course_id = $1 and p.kind = 'student' order by p.id limit 1`,
    [courseId, login],
  );
  return found?.id;
}

/** Answers the account's id, which once known is never replaced. */
async function keepAccount(tx: Queryable, participantId: number, login: string, githubId?: number) {
  const { id } = await one<{ id: number | null }>(
    tx,
    `insert into participant_account as known (participant_id, login, github_id) values ($1, $2, $3)
     on conflict (participant_id, login) do update set github_id = coalesce(known.github_id, excluded.github_id)
     returning github_id as id`,
    [participantId, login, githubId],
  );
  return id;
}

async function byName(tx: Queryable, courseId: number, kind: string, name: string): Promise<number> {
  const { id } = await one<{ id: number }>(
    tx,
    `insert into participant as known (course_id, kind, name) values ($1, $2, $3)
     on conflict (course_id, kind, name) do update set name = known.name returning id`,
    [courseId, kind, name],
  );
  return id;
}
