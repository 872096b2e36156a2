import { many, type Queryable } from '#services/platform/database.ts';
import type { ParticipantFacts } from '../rules/facts.ts';

export type Person = Pick<ParticipantFacts, 'id' | 'name' | 'kind' | 'members' | 'groups' | 'sections'>;

interface Membership {
  readonly groupId: number;
  readonly studentId: number;
}

/** The participants of a course by name, or one of them with its groups. A group is in the sections of its members. */
export async function loadPeople(db: Queryable, courseId: number, only?: number): Promise<Person[]> {
  const rows = await many<{ id: number; name: string; kind: 'student' | 'group' }>(
    db,
    `select id, name, kind from participant where course_id = $1
       and ($2::bigint is null or id = $2 or id in (select group_id from group_member where student_id = $2))
     order by lower(name), id`,
    [courseId, only],
  );
  const memberships = await membershipsOf(db, courseId);
  const members = Map.groupBy(memberships, ({ groupId }) => groupId);
  const groups = Map.groupBy(memberships, ({ studentId }) => studentId);
  const sections = await sectionsOf(db, courseId);
  return rows.map((row) => {
    const ids = (members.get(row.id) ?? []).map(({ studentId }) => studentId);
    return {
      ...row,
      members: ids,
      groups: (groups.get(row.id) ?? []).map(({ groupId }) => groupId),
      sections: [...new Set([row.id, ...ids].flatMap((id) => sections.get(id) ?? []))],
    };
  });
}

async function membershipsOf(db: Queryable, courseId: number): Promise<Membership[]> {
  return many<Membership>(
    db,
    `select m.group_id as "groupId", m.student_id as "studentId" from group_member m
     join participant g on g.id = m.group_id where g.course_id = $1 order by m.group_id, m.student_id`,
    [courseId],
  );
}

async function sectionsOf(db: Queryable, courseId: number): Promise<ReadonlyMap<number, string>> {
  const rows = await many<{ id: number; section: string }>(
    db,
    `select participant_id as id, section from roster_entry
     where course_id = $1 and participant_id is not null and section is not null`,
    [courseId],
  );
  return new Map(rows.map(({ id, section }) => [id, section]));
}
