import { maybe, type Queryable } from '#services/platform/database.ts';

/** Where a waiting run stands. */
export interface Place {
  /** 1: next. */
  readonly place: number;
  /** Until its result, in whole seconds; a guess from what is running and how long the last runs took. */
  readonly estimateSeconds: number;
}

/** Assumed as long as no run has ended yet. */
const FIRST_GUESS_SECONDS = 20;

const placeSql = `
  select q.place,
    (select count(*) from run where state = 'running' and lease_until >= now()) as running,
    (select percentile_cont(0.5) within group (order by extract(epoch from finished_at - started_at))
      from (select finished_at, started_at from run where state = 'done' and started_at is not null
        order by finished_at desc limit 50) last) as median
  from run_queue q where q.run_id = $1`;

/** undefined when the run does not wait to be taken: it is running, over, or paused after a failure of ours. */
export async function placeOf(db: Queryable, runId: number): Promise<Place | undefined> {
  const row = await maybe<{ place: number; running: number; median: number | null }>(db, placeSql, [runId]);
  if (!row) return undefined;
  const seconds = row.median ?? FIRST_GUESS_SECONDS;
  // As many lanes as are busy now; those ahead of it each take one turn of a lane, and it takes one itself.
  const turns = Math.ceil(row.place / Math.max(1, row.running));
  const current = row.running > 0 ? seconds / 2 : 0;
  return { place: row.place, estimateSeconds: Math.ceil(current + turns * seconds) };
}
