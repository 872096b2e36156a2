import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { findRun } from '../results/run.ts';
import { findAttempts, findSubmission, type SubmissionResult } from '../results/submission.ts';

/** The repository a report goes to. */
export interface ReportRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly installationId: number | undefined;
}

/** A check run that GitHub has of us. */
export interface SentCheckRun {
  readonly githubId: number;
  readonly digest: string;
  /** It tells the result, annotations and all; not when it is a receipt, or tells of trouble of ours. */
  readonly completed: boolean;
}

/** Whose report it is, for log lines. */
export interface ReportTrail {
  /** `owner/name`. */
  readonly repository: string | undefined;
  readonly run: number | undefined;
  readonly delivery: string | undefined;
}

/** The newest run of what a report tells, and the delivery that brought the commit first. */
const trailSql = `
  select r.owner || '/' || r.name as repository, run.id as run, handed.delivery_guid as delivery
  from outbox o
  join repository r on r.id = o.repository_id
  left join pull_request p on o.kind = 'comment' and p.repository_id = r.id and o.subject = r.id || '#' || p.number
  left join run told on told.id = case when o.subject like 'run:%' then split_part(o.subject, ':', 2)::bigint end
  left join lateral (select h.delivery_guid, h.submission_id from hand_in h
    where h.repository_id = r.id and (o.subject = 'hand-in:' || h.id or h.submission_id = told.submission_id
      or h.sha = p.head_sha) order by h.id limit 1) handed on true
  left join lateral (select id from run where submission_id = handed.submission_id order by id desc limit 1) newest
    on told.id is null
  cross join lateral (select coalesce(told.id, newest.id) as id) run
  where o.id = $1`;

export async function findReportTrail(db: Queryable, outboxId: number): Promise<ReportTrail> {
  const row = await maybe<Record<keyof ReportTrail, never>>(db, trailSql, [outboxId]);
  return {
    repository: row?.repository ?? undefined,
    run: row?.run ?? undefined,
    delivery: row?.delivery ?? undefined,
  };
}

/** What `run:<id>` is about. */
export async function findReportedRun(db: Queryable, runId: number): Promise<SubmissionResult | undefined> {
  const row = await maybe<{ id: number }>(db, 'select submission_id as id from run where id = $1', [runId]);
  return row && findSubmission(db, row.id, runId);
}

/** What `hand-in:<id>` is about: a push of a commit that is not graded, not in any other way either. */
export async function findIgnoredHandIn(db: Queryable, id: number) {
  return maybe<{ sha: string; reason: string; mend: string | null }>(
    db,
    `select sha, ignored as reason, mend from hand_in h where id = $1 and ignored is not null
       and not exists (select from submission s where s.repository_id = h.repository_id and s.sha = h.sha)`,
    [id],
  );
}

/** Our comment of a pull request, and the submission that it should tell of. */
export interface CommentTold {
  readonly commentId: number | null;
  readonly digest: string | null;
  readonly submission: SubmissionResult;
  readonly previousScore: number | undefined;
}

/** The newest submission of the pull request's branch that has a counting run. */
const toldSql = `
  select s.id from submission s
  join hand_in h on h.submission_id = s.id and h.branch = $2
  join counted_run c on c.submission_id = s.id
  where s.repository_id = $1 order by h.received_at desc, h.id desc limit 1`;

/** Undefined when there is nothing to tell: no such pull request, or nothing of its branch is graded yet. */
export async function findToldComment(
  db: Queryable,
  repositoryId: number,
  number: number,
): Promise<CommentTold | undefined> {
  const pull = await maybe<{ branch: string; commentId: number | null; digest: string | null }>(
    db,
    `select head_branch as branch, comment_id as "commentId", comment_digest as digest from pull_request
     where repository_id = $1 and number = $2`,
    [repositoryId, number],
  );
  const told = pull && (await maybe<{ id: number }>(db, toldSql, [repositoryId, pull.branch]));
  const submission = told && (await findSubmission(db, told.id));
  if (!pull || !submission) return undefined;
  return { ...pull, submission, previousScore: await scoreBefore(db, submission) };
}

export async function findReportRepository(db: Queryable, id: number): Promise<ReportRepository | undefined> {
  const sql = 'select id, owner, name, installation_id as "installationId" from repository where id = $1';
  const row = await maybe<Omit<ReportRepository, 'installationId'> & { installationId: number | null }>(db, sql, [id]);
  return row && { ...row, installationId: row.installationId ?? undefined };
}

export async function findSentCheckRun(db: Queryable, subject: string): Promise<SentCheckRun | undefined> {
  const sql = 'select github_id as "githubId", digest, completed from check_run where subject = $1';
  return maybe<SentCheckRun>(db, sql, [subject]);
}

export async function keepSentCheckRun(
  db: Queryable,
  sent: SentCheckRun & { subject: string; repositoryId: number; sha: string },
): Promise<void> {
  await execute(
    db,
    `insert into check_run as known (subject, repository_id, github_id, sha, digest, completed, told_at)
     values ($1, $2, $3, $4, $5, $6, case when $6 then now() end)
     on conflict (subject) do update set github_id = $3, digest = $5, completed = $6, sent_at = now(),
       told_at = coalesce(known.told_at, excluded.told_at)`,
    [sent.subject, sent.repositoryId, sent.githubId, sent.sha, sent.digest, sent.completed],
  );
}

export async function keepSentComment(
  db: Queryable,
  sent: { repositoryId: number; number: number; commentId: number; digest: string },
): Promise<void> {
  await execute(
    db,
    `update pull_request set comment_id = $3, comment_digest = $4 where repository_id = $1 and number = $2`,
    [sent.repositoryId, sent.number, sent.commentId, sent.digest],
  );
}

async function scoreBefore(db: Queryable, submission: SubmissionResult): Promise<number | undefined> {
  if (!submission.attempt) return undefined;
  const attempts = await findAttempts(db, submission.participant.id, submission.assignment.id);
  const before = attempts.filter((a) => a.number < (submission.attempt ?? 0) && a.runId !== undefined).at(-1);
  return before?.runId === undefined ? undefined : (await findRun(db, before.runId))?.score?.score;
}
