import { one, type Queryable } from '#services/platform/database.ts';

/** How long pushes of the last hour took until GitHub had their result. */
export interface Feedback {
  readonly pushes: number;
  /** Seconds; undefined without a push. */
  readonly median: number | undefined;
  /** Seconds that 95 of 100 stayed below. */
  readonly p95: number | undefined;
}

export async function feedbackOfLastHour(db: Queryable, courseId: number): Promise<Feedback> {
  const row = await one<{ pushes: number; median: number | null; p95: number | null }>(
    db,
    `select count(*)::int as pushes, percentile_cont(0.5) within group (order by seconds) as median,
       percentile_cont(0.95) within group (order by seconds) as p95
     from feedback where course_id = $1 and told_at > now() - interval '1 hour'`,
    [courseId],
  );
  return { pushes: row.pushes, median: row.median ?? undefined, p95: row.p95 ?? undefined };
}
