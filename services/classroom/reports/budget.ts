import { execute, type Queryable } from '#services/platform/database.ts';

/** How much one installation may write, in all processes together. */
export interface WriteBudgets {
  /** Comments and the like, which notify people. */
  readonly createsPerMinute: number;
  readonly createsPerHour: number;
  readonly writesPerMinute: number;
}

/**
 * Below GitHub's own limits (80 and 500 creations, 900 points at 5 a write), because a report can need more than one
 * write and people write through the App as well. A check run notifies nobody: it is only a write.
 */
export const writeBudgets: WriteBudgets = { createsPerMinute: 60, createsPerHour: 450, writesPerMinute: 150 };

/** What GitHub's last answer said of the requests that an installation has left; installation 0 is the App itself. */
export interface RequestBudget {
  readonly installationId: number;
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
}

export async function keepRequestBudget(db: Queryable, budget: RequestBudget): Promise<void> {
  await execute(
    db,
    `insert into github_budget (installation_id, request_limit, remaining, resets_at) values ($1, $2, $3, $4)
     on conflict (installation_id) do update set request_limit = $2, remaining = $3, resets_at = $4, seen_at = now()`,
    [budget.installationId, budget.limit, budget.remaining, budget.resetsAt],
  );
}

/** GitHub asked for a pause: nothing of the installation is sent for so many seconds, by no process. */
export async function pauseInstallation(db: Queryable, installationId: number, seconds: number, why: string) {
  await execute(
    db,
    `insert into github_budget as known (installation_id, paused_until, paused_why)
     values ($1, now() + make_interval(secs => $2), $3)
     on conflict (installation_id) do update set paused_why = excluded.paused_why,
       paused_until = greatest(known.paused_until, excluded.paused_until)`,
    [installationId, seconds, why],
  );
}

/** Forgets writes that no budget counts any more. */
export async function forgetWrites(db: Queryable): Promise<void> {
  await execute(db, `delete from github_write where at < now() - interval '1 hour'`);
}
