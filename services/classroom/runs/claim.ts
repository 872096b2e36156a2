/**
 * How a worker gets its work. One statement takes the first run in the order of the view `run_queue` and gives it a
 * lease and a fence. Two claimers never get the same run: the row is locked, others skip it (`skip locked`), and the
 * condition on the row itself is checked again once a lock was waited for. A worker that dies lets its lease run out;
 * the next claim takes the run over with a larger fence, and whatever the dead one still says is refused by that.
 */
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import type { Digest } from '../trees.ts';
import type { RunCause } from './queue.ts';

/** Proves to the database that the run is still ours. */
export interface Claim {
  readonly id: number;
  readonly fence: number;
}

/** A run that this worker holds until its lease ends. */
export interface ClaimedRun extends Claim {
  readonly cause: RunCause;
  /** Claims so far, this one included. */
  readonly attempts: number;
  readonly createdAt: Date;
  /** 2: its quick criteria are judged already. */
  readonly stage: 1 | 2;
  /** The only criterion that is to be judged; undefined: all. */
  readonly only: string | undefined;
  /** Other runs that wait for their first stage; a class that is regraded does not count. */
  readonly waiting: number;
  readonly submission: {
    readonly id: number;
    readonly sha: string;
    /** undefined: not fetched yet. */
    readonly tree: Digest | undefined;
  };
  readonly repository: {
    readonly id: number;
    readonly owner: string;
    readonly name: string;
    readonly installationId: number | undefined;
  };
  readonly version: { readonly id: number; readonly slug: string; readonly bundle: Digest; readonly judging: Digest };
  /** The delivery that brought the commit first, for log lines. */
  readonly delivery: string | undefined;
}

const waiting = `((r.state = 'queued' and r.not_before <= now()) or (r.state = 'running' and r.lease_until < now()))`;

const claimSql = `
  with claimed as (
    update run set state = 'running', attempts = attempts + 1, fence = fence + 1, phase = 'fetching',
      lease_owner = $1, lease_until = now() + make_interval(secs => $2), started_at = now()
    where id = (
      select r.id from run r join run_queue q on q.run_id = r.id where ${waiting}
      order by q.place limit 1 for update of r skip locked)
    returning *)
  select c.id, c.fence, c.cause, c.attempts, c.created_at as "createdAt", c.stage, c.criterion as only,
    (select count(*) from run o where o.state = 'queued' and o.not_before <= now() and o.stage = 1 and o.id <> c.id
      and o.cause <> 'regrade')::int as waiting,
    json_build_object('id', s.id, 'sha', s.sha, 'tree', s.tree) as submission,
    json_build_object('id', p.id, 'owner', p.owner, 'name', p.name, 'installationId', p.installation_id) as repository,
    json_build_object('id', v.id, 'slug', a.slug, 'bundle', v.bundle, 'judging', v.judging) as version,
    (select delivery_guid from hand_in where submission_id = s.id order by id limit 1) as delivery
  from claimed c join submission s on s.id = c.submission_id join repository p on p.id = s.repository_id
    join assignment_version v on v.id = c.version_id join assignment a on a.id = v.assignment_id`;

/** Takes the next run, or answers undefined when none waits. `worker` is a name for people who look at the table. */
export async function claimRun(db: Queryable, worker: string, leaseSeconds: number): Promise<ClaimedRun | undefined> {
  const row = await maybe<ClaimedRun>(db, claimSql, [worker, leaseSeconds]);
  if (!row) return undefined;
  const { submission, repository } = row;
  return {
    ...row,
    only: row.only ?? undefined,
    delivery: row.delivery ?? undefined,
    submission: { ...submission, tree: submission.tree ?? undefined },
    repository: { ...repository, installationId: repository.installationId ?? undefined },
  };
}

/**
 * Prolongs the lease and says where the run is, and which criteria (titles) that is about; false when somebody else has
 * the run now: stop working on it.
 */
export async function keepRun(
  db: Queryable,
  claim: Claim,
  leaseSeconds: number,
  phase: string,
  criteria: readonly string[] = [],
): Promise<boolean> {
  const sql = `update run set lease_until = now() + make_interval(secs => $3), phase = $4, criteria = $5
    where id = $1 and fence = $2 and state = 'running'`;
  return (await execute(db, sql, [claim.id, claim.fence, leaseSeconds, phase, criteria])) === 1;
}

/** Gives a run back as if it had not been taken: the worker stops, the run is not to blame. */
export async function handBackRun(db: Queryable, claim: Claim): Promise<boolean> {
  const sql = `update run set state = 'queued', attempts = attempts - 1, phase = null, started_at = null,
      lease_owner = null, lease_until = null
    where id = $1 and fence = $2 and state = 'running'`;
  return (await execute(db, sql, [claim.id, claim.fence])) === 1;
}
