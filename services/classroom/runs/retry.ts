import { type Database, execute, many, type Queryable, transaction } from '#services/platform/database.ts';
import { type Actor, note } from '../people/audit.ts';
import { requestReport } from '../reports/outbox.ts';

/** Which errored runs are meant; without anything, all. */
export interface RetryWish {
  /** Part of the cause, in any case: of what students are told, or of the detail kept for us. */
  readonly cause?: string | undefined;
  /** Slug. */
  readonly course?: string | undefined;
}

/** A run that waits again. */
export interface RetriedRun {
  readonly id: number;
  /** What it was errored for, as students are told. */
  readonly why: string;
  readonly repositoryId: number;
  readonly courseId: number;
}

/** A run that failed on our side and was given up, unless a later run of its commit took its place. */
export const givenUp = `r.state = 'errored'
  and not exists (select from run later where later.submission_id = r.submission_id and later.id > r.id)`;

const wantedSql = `
  select r.id, coalesce(r.error, '') as why, s.repository_id as "repositoryId", c.id as "courseId"
  from run r join submission s on s.id = r.submission_id
    join assignment a on a.id = s.assignment_id join course c on c.id = a.course_id
  where ${givenUp} and ($1::text is null or strpos(lower(concat_ws(' ', r.error, r.error_detail)), lower($1)) > 0)
    and ($2::text is null or c.slug = $2)
  order by s.id for update of s`;

/**
 * Queues given-up runs again, as if they had never failed: the same run, so that its check run on GitHub becomes its
 * result. Attempts, times and grades of students are not touched. Says so in the log of each course. Ring `grading`
 * afterwards.
 */
export async function retryErrored(db: Database, wish: RetryWish, actor: Actor): Promise<RetriedRun[]> {
  return transaction(db, (tx) => retryIn(tx, wish, actor));
}

async function retryIn(tx: Queryable, wish: RetryWish, actor: Actor): Promise<RetriedRun[]> {
  const runs = await many<RetriedRun>(tx, wantedSql, [wish.cause, wish.course]);
  const still = await queueAgain(tx, runs);
  for (const { id, repositoryId } of still) {
    await requestReport(tx, { kind: 'check-run', subject: `run:${id}`, repositoryId, delaySeconds: receiptSeconds });
  }
  for (const [courseId, own] of Map.groupBy(still, (run) => run.courseId)) {
    const subject = `${own.length} ${own.length === 1 ? 'run' : 'runs'}: ${wish.cause ?? 'whatever they were given up for'}`;
    await note(tx, { courseId, actor, action: 'run.retry', subject, after: own.map(({ id }) => id) });
  }
  return still;
}

/** As for any run that waits: who gets the result sooner is told nothing in between. */
const receiptSeconds = 10;

/** While the submissions were being locked, another may have done the same. */
async function queueAgain(tx: Queryable, runs: readonly RetriedRun[]): Promise<RetriedRun[]> {
  const queued: RetriedRun[] = [];
  for (const run of runs) {
    const sql = `update run set state = 'queued', attempts = 0, not_before = now(), started_at = null, finished_at = null
      where id = $1 and state = 'errored'`;
    if ((await execute(tx, sql, [run.id])) === 1) queued.push(run);
  }
  return queued;
}
