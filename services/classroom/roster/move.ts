import type { Actor } from '#services/classroom/people/audit.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import { createGroup, type GroupResult, groupName, groupsOf, joinGroup, leaveGroup } from './groups.ts';

/** Students of a course who are in no group, by name; of these sections only, undefined: all. */
export async function studentsAlone(
  db: Queryable,
  courseId: number,
  sections?: readonly string[],
): Promise<{ readonly id: number; readonly name: string }[]> {
  return many<{ id: number; name: string }>(
    db,
    `select p.id, coalesce(e.name, p.name) as name from participant p left join roster_entry e on e.participant_id = p.id
     where p.course_id = $1 and p.kind = 'student' and e.left_at is null
       and ($2::text[] is null or e.section = any($2))
       and not exists (select from group_member m where m.student_id = p.id)
     order by lower(coalesce(e.name, p.name)), p.id`,
    [courseId, sections ?? null],
  );
}

/** A teacher puts a student in the group of this name, which is made where there is none. No size limit holds it up. */
export async function putInGroup(
  tx: Queryable,
  courseId: number,
  wish: { readonly name: string; readonly studentId: number; readonly actor: Actor },
): Promise<GroupResult> {
  const name = groupName(wish.name);
  const known = (await groupsOf(tx, courseId)).find((group) => group.name === name);
  return known ? joinGroup(tx, courseId, { ...wish, groupId: known.id }) : createGroup(tx, courseId, wish);
}

/**
 * A teacher moves a student from one group to another, or out of it. Where it cannot join the other, it stays where it
 * is: run it in a transaction of its own that ends when `why` is answered.
 */
export async function moveMember(
  tx: Queryable,
  courseId: number,
  { from, to, studentId, actor }: Move,
): Promise<GroupResult> {
  const left = await leaveGroup(tx, courseId, { groupId: from, studentId, force: true, actor });
  if ('why' in left || to === undefined) return left;
  return joinGroup(tx, courseId, { groupId: to, studentId, actor });
}

/** How large groups may be for an assignment, as course.yaml says. */
export interface GroupSize {
  readonly title: string;
  /** Members at most. */
  readonly size: number;
}

/** Assignments for groups that say how large these may be. */
export async function groupSizes(db: Queryable, courseId: number): Promise<GroupSize[]> {
  return many<GroupSize>(
    db,
    `select a.title, (entry ->> 'groupSize')::int as size
     from course c cross join lateral jsonb_array_elements(c.document -> 'assignments') entry
     join assignment a on a.course_id = c.id and a.folder = entry ->> 'folder' and a.groups and not a.retired
     where c.id = $1 and entry ->> 'groupSize' is not null order by a.position, a.id`,
    [courseId],
  );
}

export interface Move {
  readonly studentId: number;
  /** Groups; `to` undefined: to none. */
  readonly from: number;
  readonly to: number | undefined;
  readonly actor: Actor;
}
