import { maybe, one, type Queryable } from '#services/platform/database.ts';
import { requestReport } from '../reports/outbox.ts';

/** `hand-in`: a commit arrived. `rerequest`: somebody asked for this commit again. `regrade`: a teacher for a class. */
export type RunCause = 'hand-in' | 'rerequest' | 'regrade';

/** SQL: what the student sees, too. A teacher's regrade is beside that until it counts. */
export function isOpenToAll(run: string): string {
  return `(${run}.cause <> 'regrade' or exists (select from run_choice chosen where chosen.run_id = ${run}.id
    and chosen.undone_at is null))`;
}

export interface RunRequest {
  readonly submissionId: number;
  readonly versionId: number;
  readonly cause: RunCause;
  /** Only this criterion is judged; the evidence of the others is kept from that run. */
  readonly only?: { readonly criterion: string; readonly keptRun: number } | undefined;
}

export interface QueuedRun {
  readonly id: number;
  /** false: it was there already, and nothing needs a ring. */
  readonly isNew: boolean;
}

/** A run that takes longer gets a receipt on its check run: received when, which place, how long about. */
const receiptSeconds = 10;

/** What makes a new run needless: for a hand-in any that has a result or will have one, for others one that waits. */
const sameWork = `
  select id from run
  where submission_id = $1 and version_id = $2 and criterion is not distinct from $4 and kept_run is not distinct from $5
    and (state = 'queued' or ($3 = 'hand-in' and state in ('running', 'done')))
  order by id desc limit 1`;

/**
 * Queues a run inside the caller's transaction, unless the same work waits already; ring `grading` after the commit
 * when it is new. A commit that arrives again (another branch, a redelivery) is not graded again; one that somebody
 * asks for again is.
 */
export async function queueRun(tx: Queryable, request: RunRequest): Promise<QueuedRun> {
  const { submissionId, versionId, cause, only } = request;
  // Two deliveries of one commit wait for each other here, so that the second sees the first one's run.
  const lockSql = 'select repository_id as "repositoryId" from submission where id = $1 for update';
  const values = [submissionId, versionId, cause, only?.criterion ?? null, only?.keptRun ?? null];
  const [{ repositoryId }, known] = await Promise.all([
    one<{ repositoryId: number }>(tx, lockSql, [submissionId]),
    maybe<{ id: number }>(tx, sameWork, values),
  ]);
  if (known) return { id: known.id, isNew: false };
  const sql = `insert into run (submission_id, version_id, cause, criterion, kept_run) values ($1, $2, $3, $4, $5)
    returning id`;
  const { id } = await one<{ id: number }>(tx, sql, values);
  if (cause === 'regrade') return { id, isNew: true }; // beside what counts, and told only once it counts
  await requestReport(tx, { kind: 'check-run', subject: `run:${id}`, repositoryId, delaySeconds: receiptSeconds });
  return { id, isNew: true };
}
