import { requestReport } from '#services/classroom/reports/outbox.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';

/** One student's many branches must not hold up everybody's results. */
const toldPerHour = 5;

/**
 * Pushes of one commit to many branches are told of once. Of one that is graded nothing is told: GitHub shows the newest
 * check run of a name, and that must stay the result. $1: the repository; $2: the commit; $3: most per hour.
 */
const mayTellSql = `
  with told as (
    select h.sha, o.created_at from hand_in h join outbox o on o.kind = 'check-run' and o.subject = 'hand-in:' || h.id
    where h.repository_id = $1 and h.ignored is not null)
  select where not exists (select from submission where repository_id = $1 and sha = $2)
    and not exists (select from told where sha = $2)
    and (select count(*) from told where created_at > now() - interval '1 hour') < $3`;

/** Wants a neutral check run on a push that is not graded: why, and what mends it. False where it says nothing new. */
export async function tellWhy(tx: Queryable, repositoryId: number, handInId: number, sha: string): Promise<boolean> {
  if (!(await maybe(tx, mayTellSql, [repositoryId, sha, toldPerHour]))) return false;
  await requestReport(tx, { kind: 'check-run', subject: `hand-in:${handInId}`, repositoryId });
  return true;
}
