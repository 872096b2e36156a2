import { many, type Queryable } from '#services/platform/database.ts';
import { type Actor, note } from '../people/audit.ts';

/** Which given-up reports are meant; without anything, all. */
export interface ReviveWish {
  /** Part of what GitHub said, in any case. */
  readonly cause?: string | undefined;
  /** Slug. */
  readonly course?: string | undefined;
}

/** A report that is due again. */
export interface RevivedReport {
  /** What it was given up for. */
  readonly why: string;
  readonly courseId: number | null;
}

/** Attempts go on being counted: GitHub may have carried an earlier one out. */
const reviveSql = `
  with given as (
    select o.id, o.gave_up as why, r.course_id as "courseId"
    from outbox o join repository r on r.id = o.repository_id left join course c on c.id = r.course_id
    where o.gave_up is not null and o.sent < o.wanted and r.gone is null
      and ($1::bigint[] is null or o.repository_id = any($1))
      and ($2::text is null or strpos(lower(o.gave_up), lower($2)) > 0) and ($3::text is null or c.slug = $3)
    order by o.id for update of o)
  update outbox set gave_up = null, refusals = 0, not_before = now() from given where outbox.id = given.id
  returning given.why, given."courseId"`;

/** Reports of these repositories that were given up are due again. How many? Ring `reporting` when there are any. */
export async function reviveReports(tx: Queryable, repositoryIds: readonly number[]): Promise<number> {
  return (await many<RevivedReport>(tx, reviveSql, [repositoryIds, null, null])).length;
}

/**
 * The same of every repository that can take reports, because somebody wishes it. Says so in the log of each course.
 * Ring `reporting` afterwards.
 */
export async function retryReports(tx: Queryable, wish: ReviveWish, actor: Actor): Promise<RevivedReport[]> {
  const revived = await many<RevivedReport>(tx, reviveSql, [null, wish.cause, wish.course]);
  for (const [courseId, own] of Map.groupBy(revived, (report) => report.courseId)) {
    if (courseId === null) continue;
    const subject = `${own.length} ${own.length === 1 ? 'report' : 'reports'}: ${wish.cause ?? 'whatever they were given up for'}`;
    await note(tx, { courseId, actor, action: 'report.retry', subject });
  }
  return revived;
}
