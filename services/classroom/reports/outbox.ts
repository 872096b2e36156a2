import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { type WriteBudgets, writeBudgets } from './budget.ts';

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
  /** How often GitHub refused it since the last success. */
  readonly refusals: number;
  /** Proves that it is still ours: when the lease ends, in seconds since 1970, to the microsecond. */
  readonly lease: string;
  /** 0 as long as no webhook has told it. */
  readonly installationId: number;
}

/** Seconds after which another reporter may take what a dead one held. */
const leaseSeconds = 120;

const again = `on conflict (kind, subject) do update
  set wanted = outbox.wanted + 1, gave_up = null, not_before = case when outbox.sent < outbox.wanted
    then least(outbox.not_before, excluded.not_before) else excluded.not_before end`;

/** Wants a report sent; several wishes before it is sent become one. */
export async function requestReport(db: Queryable, request: ReportRequest): Promise<void> {
  await execute(
    db,
    `insert into outbox (kind, subject, repository_id, not_before)
     values ($1, $2, $3, now() + make_interval(secs => $4)) ${again}`,
    [request.kind, request.subject, request.repositoryId, request.delaySeconds ?? 0],
  );
}

/** The same for all that a query selects, as `kind`, `subject` and `repository_id`, in one statement: a class has thousands. */
export async function requestReports(db: Queryable, query: string, values: readonly unknown[]): Promise<void> {
  const sql = `insert into outbox (kind, subject, repository_id, not_before)
    select kind, subject, repository_id, now() from (${query}) wanted order by kind, subject ${again}`;
  await execute(db, sql, values);
}

/**
 * Due, and allowed: GitHub asked for no pause of the installation, and its budgets are not used up. $1 to $3: creations
 * per minute and per hour, writes per minute.
 */
const dueSql = `
  select o.id, installation.id as installation_id, comment.is_new as creates
  from outbox o
  join repository r on r.id = o.repository_id
  cross join lateral (select coalesce(r.installation_id, 0) as id) installation
  cross join lateral (select o.kind = 'comment' and not exists (select from pull_request p
    where p.repository_id = o.repository_id and o.subject = p.repository_id || '#' || p.number
      and p.comment_id is not null) as is_new) comment
  left join github_budget b on b.installation_id = installation.id
  left join (
    select installation_id, count(*) filter (where creates) as hour,
      count(*) filter (where creates and at > now() - interval '1 minute') as minute,
      count(*) filter (where at > now() - interval '1 minute') as writes
    from github_write where at > now() - interval '1 hour' group by installation_id
  ) spent on spent.installation_id = installation.id
  where o.sent < o.wanted and o.gave_up is null and o.not_before <= now()
    and (o.lease_until is null or o.lease_until < now()) and (b.paused_until is null or b.paused_until <= now())
    and coalesce(spent.writes, 0) < $3
    and (not comment.is_new or coalesce(spent.minute, 0) < $1 and coalesce(spent.hour, 0) < $2)`;

const takeSql = `
  with next as (
    ${dueSql}
    order by case when o.subject like 'run:%' and not exists (select from check_run c
        where c.subject = o.subject and c.completed) then 0
      when o.kind = 'comment' and o.sent = 0 then 1 when o.kind = 'check-run' then 2 else 3 end, o.not_before, o.id
    limit 1 for update of o skip locked
  ), reserved as (
    insert into github_write (installation_id, creates) select installation_id, creates from next
  )
  update outbox set lease_owner = $4, lease_until = now() + make_interval(secs => $5), attempts = attempts + 1
  from next where outbox.id = next.id
  returning outbox.id, outbox.kind, outbox.subject, outbox.repository_id as "repositoryId", wanted, attempts, refusals,
    next.installation_id as "installationId", extract(epoch from lease_until)::text as lease`;

/**
 * Takes the next report that may be sent now: results before first comments before all else. Each counts against its
 * installation's budgets from then on. Reporters that take at once may together go beyond a budget by one each.
 */
export async function takeReport(
  db: Queryable,
  reporter: string,
  budgets: WriteBudgets = writeBudgets,
): Promise<TakenReport | undefined> {
  return maybe<TakenReport>(db, takeSql, [...limits(budgets), reporter, leaseSeconds]);
}

/** Ends the lease, unless it ran out and another reporter has the report by now: then false, and nothing is written. */
async function settle(db: Queryable, { id, lease }: TakenReport, what: string, values: readonly unknown[] = []) {
  const sql = `update outbox set lease_owner = null, lease_until = null, ${what}
    where id = $1 and extract(epoch from lease_until) = $2::numeric`;
  return (await execute(db, sql, [id, lease, ...values])) === 1;
}

/**
 * GitHub has it. What was wished for meanwhile stays due. False: our lease ran out before, and what we sent may have
 * come after something newer; it is to be told again.
 */
export async function reportSent(db: Queryable, report: TakenReport): Promise<boolean> {
  return settle(db, report, 'sent = $3, attempts = 0, refusals = 0, last_error = null', [report.wanted]);
}

/** GitHub could not take it now; `refused`: it understood, and would not. */
export async function reportLater(
  db: Queryable,
  report: TakenReport,
  { seconds, why, refused }: { readonly seconds: number; readonly why: string; readonly refused: boolean },
): Promise<void> {
  const what = 'not_before = now() + make_interval(secs => $3), last_error = $4, refusals = refusals + $5';
  await settle(db, report, what, [seconds, why, refused ? 1 : 0]);
}

/** GitHub goes on refusing it: the repository is gone, access was taken away, or the report is wrong. */
export async function reportGivenUp(db: Queryable, report: TakenReport, reason: string): Promise<void> {
  await settle(db, report, 'gave_up = $3, last_error = $3', [reason]);
}

/** Whether anything may be sent now; the sweep then rings. */
export async function reportsAreDue(db: Queryable, budgets: WriteBudgets = writeBudgets): Promise<boolean> {
  return (await maybe(db, `${dueSql} limit 1`, limits(budgets))) !== undefined;
}

function limits({ createsPerMinute, createsPerHour, writesPerMinute }: WriteBudgets): number[] {
  return [createsPerMinute, createsPerHour, writesPerMinute];
}
