import { participantFor } from '#services/classroom/intake/participant.ts';
import type { Account } from '#services/classroom/people/viewer.ts';
import { createGroup, type GroupResult, groupName, joinGroup } from '#services/classroom/roster/groups.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';
import type { Acceptable } from './acceptable.ts';
import { ownGroup, unfit } from './own-group.ts';

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

/** A group that has begun stays; before that its members may begin or join another for this assignment. */
async function groupFor(
  tx: Queryable,
  assignment: Acceptable,
  wish: GroupChoice & { readonly studentId: number; readonly account: Account },
): Promise<GroupResult> {
  const { group, name, studentId, account } = wish;
  const { course, groupSize: size } = assignment;
  const actor = { id: account.githubId, login: account.login };
  const own = await ownGroup(tx, assignment.id, studentId);
  if (own?.begun) return isAnother(own, wish) ? { why: `${stays} ${own.name}.` } : { groupId: own.id };
  if (name !== undefined) return createGroup(tx, course.id, { name, studentId, size, actor });
  const groupId = group ?? own?.id;
  if (groupId === undefined) return { why: 'Join a group, or begin one.' };
  const why = await unfit(tx, assignment, groupId);
  return why === undefined ? joinGroup(tx, course.id, { groupId, studentId, size, actor }) : { why };
}

const stays = 'For this assignment you are in a group already:';

function isAnother(own: { readonly id: number; readonly name: string }, { group, name }: GroupChoice): boolean {
  return name === undefined ? group !== undefined && group !== own.id : groupName(name) !== own.name;
}

/** The participant that an account is in a course, where it is known already. */
export async function studentOf(db: Queryable, courseId: number, { githubId }: Account): Promise<number | undefined> {
  const sql = `select p.id from participant p join participant_account a on a.participant_id = p.id
    where p.course_id = $1 and p.kind = 'student' and a.github_id = $2 order by p.id limit 1`;
  return (await maybe<{ id: number }>(db, sql, [courseId, githubId]))?.id;
}
