import { maybe, type Queryable } from '#services/platform/database.ts';

/**
 * The group in which a student takes part in an assignment: the one that has accepted it or has a repository of it, else
 * the only one that it is in. Undefined: it has to choose.
 */
export async function ownGroup(db: Queryable, assignmentId: number, studentId: number) {
  return maybe<{ id: number; name: string }>(
    db,
    `with mine as (select g.id, g.name, exists (select from acceptance a where a.participant_id = g.id
         and a.assignment_id = $1) or exists (select from repository r where r.participant_id = g.id
         and r.assignment_id = $1) as begun
       from participant g join group_member m on m.group_id = g.id where m.student_id = $2)
     select id, name from mine where begun or (select count(*) from mine) = 1 order by begun desc, id limit 1`,
    [assignmentId, studentId],
  );
}

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
