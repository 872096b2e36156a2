import { execute, maybe, type Queryable } from '#services/platform/database.ts';

export type ReportKind = 'check-run' | 'comment';

/** Something GitHub must be told about. The text is rendered when it is sent, from the newest evidence. */
export interface ReportRequest {
  readonly kind: ReportKind;
  /** check-run: `run:<id>` or `hand-in:<id>`; comment: `<repository id>#<number>`. */
  readonly subject: string;
  readonly repositoryId: number;
  /** Not before so many seconds from now; 0 unless told. */
  readonly delaySeconds?: number;
}

/** A report that this reporter has taken and must settle before its lease ends. */
export interface TakenReport {
  readonly id: number;
  readonly kind: ReportKind;
  readonly subject: string;
  readonly repositoryId: number;
  /** What is being sent; a later request makes it larger. */
  readonly wanted: number;
  /** How often it was taken since the last success; above 1, GitHub may already have it. */
  readonly attempts: number;
}

/** Seconds after which another reporter may take what a dead one held. */
const leaseSeconds = 120;

/** Wants a report sent; several wishes before it is sent become one. */
export async function requestReport(db: Queryable, request: ReportRequest): Promise<void> {
  await execute(
    db,
    `insert into outbox (kind, subject, repository_id, not_before)
     values ($1, $2, $3, now() + make_interval(secs => $4))
     on conflict (kind, subject) do update
       set wanted = outbox.wanted + 1, gave_up = null, not_before = case when outbox.sent < outbox.wanted
         then least(outbox.not_before, excluded.not_before) else excluded.not_before end`,
    [request.kind, request.subject, request.repositoryId, request.delaySeconds ?? 0],
  );
}

/** Takes the next report that is due: check runs before comments, first reports before updates. */
export async function takeReport(db: Queryable, reporter: string): Promise<TakenReport | undefined> {
  return maybe<TakenReport>(
    db,
    `update outbox set lease_owner = $1, lease_until = now() + make_interval(secs => $2), attempts = attempts + 1
     where id = (
       select id from outbox
       where sent < wanted and gave_up is null and not_before <= now() and (lease_until is null or lease_until < now())
       order by kind <> 'check-run', sent > 0, not_before, id
       limit 1 for update skip locked)
     returning id, kind, subject, repository_id as "repositoryId", wanted, attempts`,
    [reporter, leaseSeconds],
  );
}

/** GitHub has it. What was wished for meanwhile stays due. */
export async function reportSent(db: Queryable, report: TakenReport): Promise<void> {
  await execute(
    db,
    `update outbox set sent = $2, attempts = 0, lease_owner = null, lease_until = null, last_error = null where id = $1`,
    [report.id, report.wanted],
  );
}

/** GitHub could not take it now. */
export async function reportLater(db: Queryable, report: TakenReport, seconds: number, error: string): Promise<void> {
  await execute(
    db,
    `update outbox set not_before = now() + make_interval(secs => $2), lease_owner = null, lease_until = null, last_error = $3
     where id = $1`,
    [report.id, seconds, error],
  );
}

/** GitHub will never take it: the repository is gone, or access was taken away. */
export async function reportGivenUp(db: Queryable, report: TakenReport, reason: string): Promise<void> {
  await execute(
    db,
    `update outbox set gave_up = $2, lease_owner = null, lease_until = null, last_error = $2 where id = $1`,
    [report.id, reason],
  );
}

/** Whether anything is due now; the sweep then rings. */
export async function reportsAreDue(db: Queryable): Promise<boolean> {
  const sql = `select 1 as due from outbox where sent < wanted and gave_up is null and not_before <= now()
    and (lease_until is null or lease_until < now()) limit 1`;
  return (await maybe(db, sql)) !== undefined;
}
