import { type QueuedRun, queueRun, type RunCause } from '#services/classroom/runs/queue.ts';
import { maybe, one, type Queryable } from '#services/platform/database.ts';
import type { Accepted } from './decide.ts';

/**
 * The submission of a commit, made when it is new. It is queued unless it has a run already: the same commit gets the
 * same answer, so a second arrival has nothing to grade. One whose runs all failed on our side is queued again.
 */
export async function submit(tx: Queryable, owner: Accepted, repositoryId: number, sha: string) {
  const { id: submissionId } = await one<{ id: number }>(
    tx,
    `insert into submission as known (assignment_id, repository_id, participant_id, sha) values ($1, $2, $3, $4)
     on conflict (assignment_id, repository_id, sha) do update set participant_id = excluded.participant_id
     returning id`,
    [owner.assignmentId, repositoryId, owner.participantId, sha],
  );
  const gradedSql = `select from run where submission_id = $1 and state in ('queued', 'running', 'done') limit 1`;
  const [graded, versionId] = await Promise.all([
    maybe(tx, gradedSql, [submissionId]),
    presentVersion(tx, submissionId),
  ]);
  const run = graded ? undefined : await queueRun(tx, { submissionId, versionId, cause: 'hand-in' });
  return { submissionId, queued: run?.isNew ? run.id : undefined };
}

/** Queues a run under the assignment's present version, unless one waits already. */
export async function queueNow(tx: Queryable, submissionId: number, cause: RunCause): Promise<QueuedRun> {
  return queueRun(tx, { submissionId, versionId: await presentVersion(tx, submissionId), cause });
}

async function presentVersion(tx: Queryable, submissionId: number): Promise<number> {
  const { id } = await one<{ id: number }>(
    tx,
    'select current_version as id from assignment a join submission s on s.assignment_id = a.id where s.id = $1',
    [submissionId],
  );
  return id;
}
