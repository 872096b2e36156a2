import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { requestReport } from '../reports/outbox.ts';
import type { Claim } from './claim.ts';
import type { RunCause } from './queue.ts';

/** The submission of a run, as reports need it. */
export interface Settled {
  readonly runId: number;
  readonly submissionId: number;
  readonly repositoryId: number;
  readonly sha: string;
  readonly cause: RunCause;
}

/**
 * Locks the submission of a run that is still ours, so that two runs of it end one after the other; undefined when the
 * fence is old. Always the submission before the run, as everywhere.
 */
export async function lockSubmission(tx: Queryable, claim: Claim): Promise<Settled | undefined> {
  const lockSql = `select id from submission where id = (select submission_id from run where id = $1) for update`;
  await maybe(tx, lockSql, [claim.id]);
  return maybe<Settled>(
    tx,
    `select r.id as "runId", s.id as "submissionId", s.repository_id as "repositoryId", s.sha, r.cause
     from run r join submission s on s.id = r.submission_id
     where r.id = $1 and r.fence = $2 and r.state = 'running' for update of r`,
    [claim.id, claim.fence],
  );
}

const pullsSql = `
  select number from pull_request p
  where p.repository_id = $1 and p.open
    and (p.head_sha = $2 or p.head_branch in (select branch from hand_in where submission_id = $3))`;

/**
 * Wants the run's check run written, and the comment of every open pull request that the commit is part of. A teacher's
 * regrade is told when it is applied.
 */
export async function reportSubmission(tx: Queryable, settled: Settled): Promise<void> {
  const { runId, repositoryId, cause } = settled;
  if (cause === 'regrade') return;
  await requestReport(tx, { kind: 'check-run', subject: `run:${runId}`, repositoryId });
  await reportComments(tx, settled);
}

/** Wants the comment of every open pull request written that the commit is part of; false where there is none. */
export async function reportComments(
  tx: Queryable,
  { repositoryId, sha, submissionId }: Pick<Settled, 'repositoryId' | 'sha' | 'submissionId'>,
): Promise<boolean> {
  const { rows } = await tx.query<{ number: number }>(pullsSql, [repositoryId, sha, submissionId]);
  for (const { number } of rows) {
    await requestReport(tx, { kind: 'comment', subject: `${repositoryId}#${number}`, repositoryId });
  }
  return rows.length > 0;
}

/** Clears the lease, once nobody works on the run any more. */
export async function endRun(tx: Queryable, runId: number, state: 'done' | 'errored' | 'unavailable'): Promise<void> {
  const sql = `update run set state = $2, finished_at = now(), phase = null, lease_owner = null, lease_until = null
    where id = $1`;
  await execute(tx, sql, [runId, state]);
}
