import { reopenAccess } from '#services/classroom/accepting/acceptance.ts';
import { dropUnused } from '#services/classroom/intake/merge.ts';
import { inSections } from '#services/classroom/people/access.ts';
import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';

/** A group of a course, and who is in it. */
export interface Group {
  readonly id: number;
  /** In repository names and for GitHub's team; lower case. */
  readonly name: string;
  readonly members: readonly { readonly participantId: number; readonly name: string }[];
  /** It has repositories, so its members stay. */
  readonly started: boolean;
}

/** The group, or why not, in words for the student. */
export type GroupResult = { readonly groupId: number } | { readonly why: string };

/** All groups of a course, by name; with a member of these sections only, undefined: all. */
export async function groupsOf(db: Queryable, courseId: number, sections?: readonly string[]): Promise<Group[]> {
  return many<Group>(
    db,
    `select g.id, g.name, exists (select from repository r where r.participant_id = g.id) as started,
       coalesce((select json_agg(json_build_object('participantId', s.id, 'name', coalesce(e.name, s.name)) order by s.id)
         from group_member m join participant s on s.id = m.student_id
         left join roster_entry e on e.participant_id = s.id where m.group_id = g.id), '[]') as members
     from participant g where g.course_id = $1 and g.kind = 'group' and ${inSections('g.id', '$2')} order by g.name`,
    [courseId, sections ?? null],
  );
}

/** Makes a group, its maker being the first member. A group that has this name already is joined by nobody this way. */
export async function createGroup(
  tx: Queryable,
  courseId: number,
  wish: Omit<Joining, 'groupId'> & { readonly name: string },
): Promise<GroupResult> {
  const name = groupName(wish.name);
  if (name === undefined) return { why: 'A name has letters or digits, e.g. blue-whales; at most 60 characters.' };
  const made = await maybe<{ id: number }>(
    tx,
    `insert into participant (course_id, kind, name) values ($1, 'group', $2) on conflict do nothing returning id`,
    [courseId, name],
  );
  if (!made) return { why: `There is a group ${name} already. Join it, or take another name.` };
  const joined = await joinGroup(tx, courseId, { ...wish, groupId: made.id });
  if ('why' in joined) await execute(tx, 'delete from participant where id = $1', [made.id]);
  return joined;
}

export interface Joining {
  readonly groupId: number;
  readonly studentId: number;
  /** Members at most; undefined: any number. */
  readonly size?: number | undefined;
  readonly actor: Actor;
}

/** Adds a student to a group, which may then push to what the group has accepted. Whoever is in it already stays in it. */
export async function joinGroup(
  tx: Queryable,
  courseId: number,
  { groupId, studentId, size, actor }: Joining,
): Promise<GroupResult> {
  const group = await lockGroup(tx, courseId, groupId);
  if (!group) return { why: 'There is no such group.' };
  const student = await studentName(tx, courseId, studentId);
  if (student === undefined) return { why: 'Only students of this course can be in a group.' };
  const members = await many<{ id: number }>(tx, 'select student_id as id from group_member where group_id = $1', [
    groupId,
  ]);
  if (members.some(({ id }) => id === studentId)) return { groupId };
  if (size !== undefined && members.length >= size) {
    return { why: `The group ${group.name} has ${members.length} members, and ${size} are allowed. Join another.` };
  }
  const clash = await sharedAssignment(tx, groupId, studentId);
  if (clash) return { why: `For ${clash.assignment} you are in the group ${clash.group} already.` };
  await execute(tx, 'insert into group_member (group_id, student_id) values ($1, $2)', [groupId, studentId]);
  await reopenAccess(tx, groupId);
  await note(tx, { courseId, actor, action: 'group.join', subject: `${student} in ${group.name}` });
  return { groupId };
}

/**
 * Takes a student out of a group, and access to what the group has accepted from it; a group without members and
 * repositories is gone. Once it has repositories, only staff (`force`) may do that: its grades are those of its members.
 */
export async function leaveGroup(
  tx: Queryable,
  courseId: number,
  wish: { readonly groupId: number; readonly studentId: number; readonly force?: boolean; readonly actor: Actor },
): Promise<GroupResult> {
  const { groupId, studentId, force = false, actor } = wish;
  const group = await lockGroup(tx, courseId, groupId);
  if (!group) return { why: 'There is no such group.' };
  if (group.started && !force) return { why: `The group ${group.name} has begun its work. Ask your teacher.` };
  const left = await execute(tx, 'delete from group_member where group_id = $1 and student_id = $2', [
    groupId,
    studentId,
  ]);
  if (left === 0) return { groupId };
  const accounts = await many<{ login: string }>(tx, accountsSql, [studentId]);
  await reopenAccess(
    tx,
    groupId,
    accounts.map(({ login }) => login),
  );
  const student = (await studentName(tx, courseId, studentId)) ?? String(studentId);
  await note(tx, { courseId, actor, action: 'group.leave', subject: `${student} in ${group.name}` });
  if (!group.started) await dropUnused(tx, groupId);
  return { groupId };
}

/** A group's name as GitHub takes it for a team and a repository; undefined where nothing is left of it. */
export function groupName(text: string): string | undefined {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return name.length > 0 && name.length <= 60 ? name : undefined;
}

const accountsSql = 'select login from participant_account where participant_id = $1';

async function lockGroup(tx: Queryable, courseId: number, id: number) {
  return maybe<{ name: string; started: boolean }>(
    tx,
    `select g.name, exists (select from repository r where r.participant_id = g.id) as started
     from participant g where g.course_id = $1 and g.id = $2 and g.kind = 'group' for update of g`,
    [courseId, id],
  );
}

async function studentName(tx: Queryable, courseId: number, id: number): Promise<string | undefined> {
  const sql = `select coalesce(e.name, p.name) as name from participant p left join roster_entry e on e.participant_id = p.id
    where p.course_id = $1 and p.id = $2 and p.kind = 'student'`;
  return (await maybe<{ name: string }>(tx, sql, [courseId, id]))?.name;
}

/** An assignment that both this group and another of the student's own have a repository of. */
async function sharedAssignment(tx: Queryable, groupId: number, studentId: number) {
  return maybe<{ assignment: string; group: string }>(
    tx,
    `select a.title as assignment, g.name as "group" from repository mine
     join repository theirs on theirs.assignment_id = mine.assignment_id and theirs.participant_id <> mine.participant_id
     join group_member m on m.group_id = theirs.participant_id and m.student_id = $2
     join participant g on g.id = theirs.participant_id join assignment a on a.id = mine.assignment_id
     where mine.participant_id = $1 limit 1`,
    [groupId, studentId],
  );
}
