import { many, type Queryable } from '#services/platform/database.ts';

const progressSql = `
  select p.id, concat_ws(' ', count(s.id), max(r.id), count(*) filter (where r.finished_at is not null),
      string_agg(concat_ws('/', r.id, r.state, r.phase, r.criteria, r.stage, q.place), ',' order by r.id)
        filter (where r.state in ('queued', 'running'))) as mark
  from unnest($1::bigint[]) p(id) left join submission s on s.participant_id = p.id
    left join run r on r.submission_id = s.id left join run_queue q on q.run_id = r.id
  group by p.id`;

/**
 * A mark for each participant that changes whenever something happens to its submissions: a push arrives, a place in
 * the queue moves, a phase or a criterion's turn begins, a result is there. It says that pages are out of date, not what is on them.
 */
export async function progressOf(db: Queryable, participants: readonly number[]): Promise<Map<number, string>> {
  const rows = await many<{ id: number; mark: string }>(db, progressSql, [participants]);
  return new Map(rows.map(({ id, mark }) => [id, mark]));
}
