/** GitHub's own time of pushes that receipt makes late: a webhook that took its time makes nobody late. */
import { execute, many, type Queryable } from '#services/platform/database.ts';

/** A push that came late, as far as its receipt tells. */
export interface LatePush {
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
  readonly branch: string;
  readonly sha: string;
  readonly receivedAt: Date;
}

/**
 * Late by the date that holds for everybody, of the last 30 days; newest first. Asked about at once, and ten minutes and
 * an hour after the push while GitHub has no record of it. Whoever has an extension is asked about in vain.
 */
export async function latePushes(db: Queryable, limit: number): Promise<LatePush[]> {
  return many<LatePush>(
    db,
    `select h.id, r.installation_id as "installationId", r.owner, r.name, h.branch, h.sha,
       h.received_at as "receivedAt"
     from hand_in h join repository r on r.id = h.repository_id join submission s on s.id = h.submission_id
       join assignment a on a.id = s.assignment_id
     where h.official and h.cause <> 'teacher' and h.branch is not null and h.pushed_at is null
       and h.proof is distinct from 'activity' and h.received_at > now() - interval '30 days'
       and h.received_at > (a.rules ->> 'due')::timestamptz + (a.rules ->> 'graceMs')::float8 * interval '1 millisecond'
       and (h.asked_at is null or exists (select from unnest('{10 minutes, 1 hour}'::interval[]) as later(wait)
         where h.received_at + wait <= now() and h.asked_at < h.received_at + wait))
       and not a.retired and r.gone is distinct from 'deleted' and r.installation_id is not null
     order by h.received_at desc limit $1`,
    [limit],
  );
}

/** What GitHub answered; undefined: it has no record of the push. */
export async function keepPushTime(db: Queryable, id: number, pushedAt: Date | undefined): Promise<void> {
  await execute(db, 'update hand_in set asked_at = now(), pushed_at = $2 where id = $1', [id, pushedAt]);
}
