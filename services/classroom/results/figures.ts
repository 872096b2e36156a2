/** Figures for whoever runs the service, all read from what is stored: the same from every process, over every restart. */
import { many, one, type Queryable } from '#services/platform/database.ts';

/** One value under labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** How often durations fell between bounds: `counts[i]` are those above bound i − 1 up to bound i, the last are beyond all. */
export interface Distribution {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: readonly number[];
  /** Seconds, all together. */
  readonly sum: number;
}

/** What ended after `from` and up to `to`; null: without such a bound. */
export interface Span {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Seconds from push to feedback; bounds ascend. */
export function feedbackDistribution(db: Queryable, bounds: readonly number[], span: Span): Promise<Distribution[]> {
  const source = `select '' as label, seconds from feedback where ${within('told_at')}`;
  return distributions(db, source, bounds, span, () => ({}));
}

/** Seconds of each phase of graded runs: `wait` before, what the worker timed, `report` after. */
export function phaseDistributions(db: Queryable, bounds: readonly number[], span: Span): Promise<Distribution[]> {
  return distributions(db, phasesSql, bounds, span, (phase) => ({ phase }));
}

function within(column: string): string {
  return `(${column} > coalesce($2, '-infinity'::timestamptz) and ${column} <= coalesce($3, 'infinity'::timestamptz))`;
}

const phasesSql = `
  select phase.key as label, phase.value::float8 / 1000 as seconds
  from run cross join lateral jsonb_each_text(timings) phase where state = 'done' and ${within('finished_at')}
  union all
  select 'wait', extract(epoch from started_at - created_at)::float8 from run
  where state = 'done' and started_at is not null and ${within('finished_at')}
  union all
  select 'report', extract(epoch from f.told_at - r.finished_at)::float8 from feedback f join run r on r.id = f.run_id
  where ${within('f.told_at')}`;

async function distributions(
  db: Queryable,
  source: string,
  bounds: readonly number[],
  { from, to }: Span,
  labels: (label: string) => Record<string, string>,
): Promise<Distribution[]> {
  // Up to a bound includes it, for PostgreSQL counts what is equal to the next.
  const sql = `select label, width_bucket(seconds - 1e-9, $1::float8[]) as bucket, count(*) as count, sum(seconds) as sum
    from (${source}) measured group by label, bucket order by label`;
  const values = [bounds, from, to];
  const rows = await many<{ label: string; bucket: number; count: number; sum: number }>(db, sql, values);
  return [...Map.groupBy(rows, ({ label }) => label)].map(([label, buckets]) => ({
    labels: labels(label),
    counts: [...bounds, Number.POSITIVE_INFINITY].map((_, i) => buckets.find(({ bucket }) => bucket === i)?.count ?? 0),
    sum: buckets.reduce((total, { sum }) => total + sum, 0),
  }));
}

/** Samples of a query with the columns `value` and, for each label, one of its name. */
export async function samples(db: Queryable, sql: string, ...labels: readonly string[]): Promise<Sample[]> {
  const rows = await many<Record<string, unknown>>(db, sql);
  return rows.map(({ value, ...row }) => ({
    labels: Object.fromEntries(labels.map((label) => [label, String(row[label])])),
    value: Number(value),
  }));
}

/** Whether the database answers at all. */
export async function databaseAnswers(db: Queryable): Promise<boolean> {
  return (await one<{ yes: boolean }>(db, 'select true as yes')).yes;
}
