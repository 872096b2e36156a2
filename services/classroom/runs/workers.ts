import { execute, type Queryable } from '#services/platform/database.ts';

/** What a grading worker says of itself. */
export interface WorkerSign {
  /** Runs graded at a time, and how many are right now. */
  readonly lanes: number;
  readonly busy: number;
  /** Containers that should wait ready, and that do. */
  readonly sandboxesWanted: number;
  readonly sandboxesReady: number;
}

/** Who has been silent for longer has stopped or died. */
const silentSeconds = 60;

/** A condition on rows of `worker`. */
export const isAlive = `seen_at > now() - interval '${silentSeconds} seconds'`;

/** A sign of life. `name` is unique among all workers. */
export async function keepWorker(db: Queryable, name: string, sign: WorkerSign): Promise<void> {
  const sql = `insert into worker (name, lanes, busy, sandboxes_wanted, sandboxes_ready) values ($1, $2, $3, $4, $5)
    on conflict (name) do update set seen_at = now(), lanes = excluded.lanes, busy = excluded.busy,
      sandboxes_wanted = excluded.sandboxes_wanted, sandboxes_ready = excluded.sandboxes_ready`;
  await execute(db, sql, [name, sign.lanes, sign.busy, sign.sandboxesWanted, sign.sandboxesReady]);
}

/** Removes the rows of workers that died long ago; for the start of a worker, as each death is followed by one. */
export async function forgetDeadWorkers(db: Queryable): Promise<void> {
  await execute(db, `delete from worker where seen_at < now() - interval '1 day'`);
}

/** The worker stops in order. */
export async function forgetWorker(db: Queryable, name: string): Promise<void> {
  await execute(db, 'delete from worker where name = $1', [name]);
}
