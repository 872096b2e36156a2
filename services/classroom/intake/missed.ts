/**
 * Deliveries that GitHub's log has and we never acted upon. Noting one keeps the time at which GitHub first sent it:
 * whenever it is had after all, it counts from then.
 */
import { execute, many, type Queryable } from '#services/platform/database.ts';
import { json } from '#services/platform/storable.ts';

/** A delivery as GitHub's log lists it; all its attempts together. */
export interface LoggedDelivery {
  readonly guid: string;
  /** GitHub's number of the newest attempt. */
  readonly githubId: number;
  readonly event: string;
  readonly action: string | null;
  /** Of the first attempt. */
  readonly deliveredAt: Date;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
}

/** One that is to be had now. */
export interface MissedDelivery {
  readonly guid: string;
  readonly githubId: number;
  readonly event: string;
  readonly receivedAt: Date;
  /** How often GitHub was asked for it. */
  readonly tries: number;
}

const noteSql = `
  insert into delivery as known (guid, event, action, received_at, proof, installation_id, repository_id, facts,
    github_id, recover_at)
  select guid, event, action, delivered_at, 'delivery-log', installation_id, repository_id, '{}', github_id, now()
  from jsonb_to_recordset($1::jsonb) as logged(guid text, event text, action text, delivered_at timestamptz,
    installation_id bigint, repository_id bigint, github_id bigint)
  on conflict (guid) do update set github_id = excluded.github_id,
    recover_at = coalesce(known.recover_at, excluded.recover_at),
    proof = case when excluded.received_at < known.received_at then excluded.proof else known.proof end,
    received_at = least(known.received_at, excluded.received_at)
  where known.processed_at is null`;

/** Notes those of the log that were not acted upon yet; answers how many that are. */
export async function noteMissed(db: Queryable, logged: readonly LoggedDelivery[]): Promise<number> {
  const rows = logged.map((each) => ({
    ...{ guid: each.guid, event: each.event, action: each.action, delivered_at: each.deliveredAt },
    ...{ installation_id: each.installationId, repository_id: each.repositoryId, github_id: each.githubId },
  }));
  return execute(db, noteSql, [json(rows)]);
}

/** Missed deliveries whose turn it is: pushes first, then in the order in which GitHub sent them. */
export async function dueMissed(db: Queryable, limit: number): Promise<MissedDelivery[]> {
  return many<MissedDelivery>(
    db,
    `select guid, github_id as "githubId", event, received_at as "receivedAt", recover_tries as tries from delivery
     where processed_at is null and github_id is not null and recover_at <= now()
     order by event <> 'push', received_at limit $1`,
    [limit],
  );
}

/** GitHub was asked; unless the delivery comes, it is asked again in a minute, then later and later. */
export async function triedMissed(db: Queryable, guid: string): Promise<void> {
  await execute(
    db,
    `update delivery set recover_tries = recover_tries + 1,
       recover_at = now() + make_interval(secs => least(3600, 60 * 2 ^ least(recover_tries, 6)))
     where guid = $1 and processed_at is null`,
    [guid],
  );
}

/** The reason of a delivery that is lost for good. */
export const forgotten = 'GitHub no longer has this delivery';

/** GitHub has forgotten it. What it told may still be found by comparing branches. */
export async function missedIsGone(db: Queryable, guid: string): Promise<void> {
  await execute(
    db,
    `update delivery set processed_at = now(), outcome = 'ignored', reason = $2
     where guid = $1 and processed_at is null`,
    [guid, forgotten],
  );
}
