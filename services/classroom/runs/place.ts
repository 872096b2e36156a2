import { many, type Queryable } from '#services/platform/database.ts';

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
  select q.run_id as id, q.place,
    (select count(*) from run where state = 'running' and lease_until >= now()) as running,
    (select percentile_cont(0.5) within group (order by extract(epoch from finished_at - started_at))
      from (select finished_at, started_at from run where state = 'done' and started_at is not null
        order by finished_at desc limit 50) last) as median
  from run_queue q where q.run_id = any($1)`;

interface Row {
  readonly id: number;
  readonly place: number;
  readonly running: number;
  readonly median: number | null;
}

/** By run; those that do not wait to be taken are not in it: they are running, over, or paused after a failure of ours. */
export async function placesOf(db: Queryable, runIds: readonly number[]): Promise<ReadonlyMap<number, Place>> {
  if (runIds.length === 0) return new Map();
  return new Map((await many<Row>(db, placeSql, [runIds])).map((row) => [row.id, placeFrom(row)]));
}

function placeFrom(row: Row): Place {
  const seconds = row.median ?? FIRST_GUESS_SECONDS;
  // As many lanes as are busy now; those ahead of it each take one turn of a lane, and it takes one itself.
  const turns = Math.ceil(row.place / Math.max(1, row.running));
  const current = row.running > 0 ? seconds / 2 : 0;
  return { place: row.place, estimateSeconds: Math.ceil(current + turns * seconds) };
}
