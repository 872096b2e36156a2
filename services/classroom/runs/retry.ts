import { type Database, execute, many, type Queryable, transaction } from '#services/platform/database.ts';
import { type Actor, note } from '../people/audit.ts';
import { requestReport } from '../reports/outbox.ts';

/** Which given-up runs are meant; without anything, all. */
export interface RetryWish {
  /** Part of the cause, in any case: of what students are told, or of the detail kept for us. */
  readonly cause?: string | undefined;
  /** Slug. */
  readonly course?: string | undefined;
}

/** A run that waits again. */
export interface RetriedRun {
  readonly id: number;
  /** What it was given up for, as students are told. */
  readonly why: string;
  readonly repositoryId: number;
  readonly courseId: number;
}

/**
 * SQL: run `r` of submission `s` failed on our side and was given up, or GitHub did not give us its files, unless a later
 * run of its commit took its place.
 */
export const givenUp = `(r.state = 'errored' or r.state = 'unavailable' and not s.unavailable_for_good)
  and not exists (select from run later where later.submission_id = r.submission_id and later.id > r.id)`;

/** SQL: what it was given up for, as students are told. */
export const givenUpFor = `case r.state when 'unavailable' then s.unavailable else r.error end`;

const wantedSql = `
  select r.id, coalesce(${givenUpFor}, '') as why, s.repository_id as "repositoryId", c.id as "courseId"
  from run r join submission s on s.id = r.submission_id
    join assignment a on a.id = s.assignment_id join course c on c.id = a.course_id
  where ${givenUp} and ($1::text is null or strpos(lower(concat_ws(' ', ${givenUpFor}, r.error_detail)), lower($1)) > 0)
    and ($2::text is null or c.slug = $2)
    and ($3::bigint[] is null or r.state = 'unavailable' and s.repository_id = any($3))
  order by s.id for update of s`;

/**
 * Queues given-up runs again, as if they had never failed: the same run, so that its check run on GitHub becomes its
 * result. Attempts, times and grades of students are not touched. Says so in the log of each course. Ring `grading`
 * afterwards.
 */
export async function retryGivenUp(db: Database, wish: RetryWish, actor: Actor): Promise<RetriedRun[]> {
  return transaction(db, async (tx) => {
    const runs = await many<RetriedRun>(tx, wantedSql, [wish.cause, wish.course, null]);
    const still = await queueAgain(tx, runs);
    await noteRetry(tx, still, wish, actor);
    return still;
  });
}

/** The same of commits whose files GitHub did not give us, now that we may read these repositories (again). How many? */
export async function retryUnavailable(tx: Queryable, repositoryIds: readonly number[]): Promise<number> {
  const runs = await many<RetriedRun>(tx, wantedSql, [null, null, repositoryIds]);
  return (await queueAgain(tx, runs)).length;
}

async function noteRetry(tx: Queryable, still: readonly RetriedRun[], wish: RetryWish, actor: Actor): Promise<void> {
  for (const [courseId, own] of Map.groupBy(still, (run) => run.courseId)) {
    const subject = `${own.length} ${own.length === 1 ? 'run' : 'runs'}: ${wish.cause ?? 'whatever they were given up for'}`;
    await note(tx, { courseId, actor, action: 'run.retry', subject, after: own.map(({ id }) => id) });
  }
}

/** As for any run that waits: who gets the result sooner is told nothing in between. */
const receiptSeconds = 10;

/** While the submissions were being locked, another may have done the same. */
async function queueAgain(tx: Queryable, runs: readonly RetriedRun[]): Promise<RetriedRun[]> {
  const queued: RetriedRun[] = [];
  for (const run of runs) {
    const sql = `update run set state = 'queued', attempts = 0, not_before = now(), started_at = null, finished_at = null
      where id = $1 and state in ('errored', 'unavailable')`;
    if ((await execute(tx, sql, [run.id])) !== 1) continue;
    const { id, repositoryId } = run;
    await requestReport(tx, { kind: 'check-run', subject: `run:${id}`, repositoryId, delaySeconds: receiptSeconds });
    queued.push(run);
  }
  return queued;
}
