import { execute, many, type Queryable } from '#services/platform/database.ts';
import { decide, isIgnored, type KeptHandIn } from './decide.ts';
import type { Repository } from './repository.ts';
import { submit } from './submit.ts';

type Kept = KeptHandIn & { readonly id: number; readonly counted: boolean };

/**
 * Decides anew about everything that was handed in to a repository, once it is known (or known better) whose it is.
 * Each hand-in keeps the time of its arrival. Answers how many runs were queued.
 */
export async function settle(tx: Queryable, repository: Repository): Promise<number> {
  const kept = await many<Kept>(
    tx,
    `select id, cause, branch, tag, sha, received_at as "receivedAt", submission_id is not null as counted from hand_in
     where repository_id = $1 and taken_back_at is null order by received_at, id`,
    [repository.id],
  );
  let runs = 0;
  for (const handed of kept) runs += await settleOne(tx, repository, handed);
  return runs;
}

async function settleOne(tx: Queryable, repository: Repository, handed: Kept): Promise<number> {
  const decision = await decide(tx, repository, handed);
  if (isIgnored(decision)) {
    await execute(tx, 'update hand_in set submission_id = null, official = $2, ignored = $3, mend = $4 where id = $1', [
      handed.id,
      decision.official,
      decision.reason,
      decision.mend,
    ]);
    return 0;
  }
  const { submissionId, queued } = await submit(tx, decision, repository.id, handed.sha);
  await execute(tx, 'update hand_in set submission_id = $2, official = $3, ignored = null, mend = null where id = $1', [
    handed.id,
    submissionId,
    decision.official,
  ]);
  return queued === undefined ? 0 : 1;
}
