import { reportAgain } from '#services/classroom/proposals/report-again.ts';
import { many, type Queryable } from '#services/platform/database.ts';

interface Concerned {
  readonly assignmentId: number;
  /** null: everybody. */
  readonly participants: readonly number[] | null;
}

/** Before its due date nothing is late, so that nothing was told that more time changes. */
const concernedSql = `
  with x as (select * from extension where id = $1),
  named as (select x.participant_id as id from x where x.participant_id is not null
    union select e.participant_id from x join roster_entry e on e.course_id = x.course_id and e.section = x.section),
  concerned as (select id from named union select group_id from group_member join named on id = student_id)
  select a.id as "assignmentId", case when x.participant_id is not null or x.section is not null
    then array_to_json(array(select id from concerned where id is not null)) end as participants
  from x join assignment a on a.course_id = x.course_id and not a.retired and (x.assignment_id is null or a.id = x.assignment_id)
  where (a.rules ->> 'due')::timestamptz <= now() order by a.id`;

/**
 * What GitHub was told of the grades that an extension is about may be another now. That details open or close with it
 * is seen by itself (proposals/details-opened.ts).
 */
export async function tellAgain(tx: Queryable, extension: { readonly id: number }): Promise<void> {
  for (const { assignmentId, participants } of await many<Concerned>(tx, concernedSql, [extension.id]))
    await reportAgain(tx, assignmentId, participants ?? undefined);
}
