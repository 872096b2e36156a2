import { execute, maybe, type Queryable } from '#services/platform/database.ts';

interface Rival {
  readonly cause: string;
  readonly judging: string;
  /** Of the run that counts now; null when none does. */
  readonly counting: string | null;
}

const rivalSql = `
  select r.cause, v.judging, counted.judging as counting
  from run r join assignment_version v on v.id = r.version_id
  left join (
    select c.submission_id, w.judging from counted_run c
    join run k on k.id = c.run_id join assignment_version w on w.id = k.version_id
  ) counted on counted.submission_id = r.submission_id
  where r.id = $1`;

/**
 * Decides whether a run that is done counts from now on, and appends that decision. The first result counts. A later
 * one of the same judging digest never replaces it: the same code under the same tests is not drawn again until it is
 * lucky. One that somebody asked for, under other tests, counts; a teacher's regrade waits for the teacher. The caller
 * holds a lock on the submission. Answers the reason, or undefined when nothing was decided.
 */
export async function chooseRun(tx: Queryable, submissionId: number, runId: number): Promise<string | undefined> {
  const rival = await maybe<Rival>(tx, rivalSql, [runId]);
  const reason = rival && reasonFor(rival);
  if (!reason) return undefined;
  await execute(tx, 'insert into run_choice (submission_id, run_id, reason) values ($1, $2, $3)', [
    submissionId,
    runId,
    reason,
  ]);
  return reason;
}

function reasonFor({ cause, judging, counting }: Rival): string | undefined {
  if (counting === null) return 'first result';
  if (counting === judging || cause === 'regrade') return undefined;
  return 'graded again on request: the tests have changed since';
}
