import { reportAssignmentAgain } from '#services/classroom/proposals/report-again.ts';
import { many, type Queryable } from '#services/platform/database.ts';

/** What GitHub was told of the grades that an extension is about may be another now. */
export async function tellAgain(tx: Queryable, extension: { readonly id: number }): Promise<void> {
  const sql = `select a.id from extension x join assignment a on a.course_id = x.course_id and not a.retired
    and (x.assignment_id is null or a.id = x.assignment_id) where x.id = $1`;
  for (const { id } of await many<{ id: number }>(tx, sql, [extension.id])) await reportAssignmentAgain(tx, id);
}
