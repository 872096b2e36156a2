import { participantFor } from '#services/classroom/intake/participant.ts';
import type { Account } from '#services/classroom/people/viewer.ts';
import { createGroup, type GroupResult, joinGroup } from '#services/classroom/roster/groups.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';
import type { Acceptable } from './acceptable.ts';
import { ownGroup } from './own-group.ts';

/** What a student chose: a group to join, or the name of one to begin; nothing where it works alone or has a group. */
export interface GroupChoice {
  readonly group?: number | undefined;
  readonly name?: string | undefined;
}

/** For whom an account accepts: itself, or its group, which it joins or begins with that. Else why not, in words. */
export async function whoAccepts(
  tx: Queryable,
  assignment: Acceptable,
  account: Account,
  choice: GroupChoice,
): Promise<{ readonly participantId: number } | { readonly why: string }> {
  const { course, groups } = assignment;
  const name = account.login.toLowerCase();
  const sender = { id: account.githubId, login: account.login, bot: false };
  const studentId = await participantFor(tx, course.id, { kind: 'student', name }, sender);
  if (typeof studentId === 'string')
    return { why: `Your account cannot be told apart: ${studentId}. Tell your teacher.` };
  if (!groups) return { participantId: studentId };
  const found = await groupFor(tx, assignment, { ...choice, studentId, account });
  return 'why' in found ? found : { participantId: found.groupId };
}

async function groupFor(
  tx: Queryable,
  { id, course, groupSize }: Acceptable,
  wish: GroupChoice & { readonly studentId: number; readonly account: Account },
): Promise<GroupResult> {
  const { group, name, studentId, account } = wish;
  const actor = { id: account.githubId, login: account.login };
  const limits = { members: groupSize };
  if (group !== undefined) return joinGroup(tx, course.id, { groupId: group, studentId, limits, actor });
  const own = await ownGroup(tx, id, studentId);
  if (own) return { groupId: own.id };
  if (name) return createGroup(tx, course.id, { name, studentId, limits, actor });
  return { why: 'Join a group, or begin one.' };
}

/** The participant that an account is in a course, where it is known already. */
export async function studentOf(db: Queryable, courseId: number, { githubId }: Account): Promise<number | undefined> {
  const sql = `select p.id from participant p join participant_account a on a.participant_id = p.id
    where p.course_id = $1 and p.kind = 'student' and a.github_id = $2 order by p.id limit 1`;
  return (await maybe<{ id: number }>(db, sql, [courseId, githubId]))?.id;
}
