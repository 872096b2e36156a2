import { many, maybe, type Queryable } from '#services/platform/database.ts';
import { visible } from '#services/platform/text.ts';
import type { Acceptable } from './acceptable.ts';

export interface OwnGroup {
  readonly id: number;
  readonly name: string;
  /** Its repository of the assignment is there, or being made: the student stays with it. */
  readonly begun: boolean;
}

/** A group `g` has begun the assignment `$1`; what stopped before anything was made does not count. */
const begun = `(exists (select from acceptance a where a.participant_id = g.id and a.assignment_id = $1
    and (a.step <> 'repository' or a.error is null))
  or exists (select from repository r where r.participant_id = g.id and r.assignment_id = $1))`;

/** The groups with which a student could take part in an assignment: the one that has begun it, else all that it is in. */
export async function ownGroups(db: Queryable, assignmentId: number, studentId: number): Promise<OwnGroup[]> {
  const mine = await many<OwnGroup>(
    db,
    `select g.id, g.name, ${begun} as begun from participant g join group_member m on m.group_id = g.id
     where m.student_id = $2 order by begun desc, g.id`,
    [assignmentId, studentId],
  );
  return mine[0]?.begun ? mine.slice(0, 1) : mine;
}

/** The one group with which a student takes part in an assignment; undefined: it has to choose. */
export async function ownGroup(db: Queryable, assignmentId: number, studentId: number): Promise<OwnGroup | undefined> {
  const mine = await ownGroups(db, assignmentId, studentId);
  return mine.length === 1 ? mine[0] : undefined;
}

/** Why a group that has not begun an assignment cannot, as it is now, in words for its members; undefined: it can. */
export async function unfit(
  db: Queryable,
  { id, title, groupSize }: Pick<Acceptable, 'id' | 'title' | 'groupSize'>,
  groupId: number,
): Promise<string | undefined> {
  const members = await many<{ name: string; elsewhere: string | null }>(
    db,
    `select coalesce(e.name, s.name) as name, (select g.name from participant g join group_member o on o.group_id = g.id
       where o.student_id = s.id and g.id <> $2 and ${begun} limit 1) as elsewhere
     from group_member m join participant s on s.id = m.student_id left join roster_entry e on e.participant_id = s.id
     where m.group_id = $2 order by s.id`,
    [id, groupId],
  );
  if (groupSize !== undefined && members.length > groupSize)
    return `The group has ${members.length} members, and ${groupSize} are allowed for ${title}. ${otherwise}`;
  const busy = members.find(({ elsewhere }) => elsewhere !== null);
  return busy && `${visible(busy.name, 100)} works on ${title} in the group ${busy.elsewhere}. ${otherwise}`;
}

const otherwise = 'Begin or join another group, or ask your teacher.';

/** Logins of whom a participant is: the student, or the members of the group. */
export async function loginsOf(db: Queryable, participantId: number): Promise<string[]> {
  const row = await maybe<{ logins: string[] }>(
    db,
    `select coalesce(array_agg(login order by login), '{}') as logins from (
       select distinct on (p.id) a.login from participant p join participant_account a on a.participant_id = p.id
       where p.id = $1 and p.kind = 'student'
         or p.id in (select student_id from group_member where group_id = $1)
       order by p.id, a.github_id nulls last, a.login) known`,
    [participantId],
  );
  return row?.logins ?? [];
}
