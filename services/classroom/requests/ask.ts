import { execute, maybe, one, type Queryable } from '#services/platform/database.ts';
import { note } from '../people/audit.ts';
import type { Account } from '../people/viewer.ts';

export interface Doubt {
  readonly submissionId: number;
  /** Name of the criterion in the rubric. */
  readonly criterion: string;
  readonly reason: string;
}

/** Open requests that a participant may have at a time. */
const MOST_OPEN = 10;

/** Asks the staff to look at a criterion again. Answers why that cannot be, in words, or undefined when it is asked. */
export async function askRegrade(tx: Queryable, account: Account, doubt: Doubt): Promise<string | undefined> {
  const { submissionId, criterion, reason } = doubt;
  const judgedSql = `select from counted_run c join criterion_result r on r.run_id = c.run_id
    where c.submission_id = $1 and r.name = $2`;
  if (!(await maybe(tx, judgedSql, [submissionId, criterion]))) return 'There is no result of this criterion yet.';
  const openSql = `select count(*)::int as open from regrade_request q join submission s on s.id = q.submission_id
    where q.state = 'open' and s.participant_id = (select participant_id from submission where id = $1)`;
  const { open } = await one<{ open: number }>(tx, openSql, [submissionId]);
  if (open >= MOST_OPEN) return `${open} requests of yours are open; wait for an answer first.`;
  const made = await execute(
    tx,
    `insert into regrade_request (submission_id, criterion, reason, asked_by) values ($1, $2, $3, $4)
     on conflict (submission_id, criterion) where state = 'open' do nothing`,
    [submissionId, criterion, reason, account.githubId],
  );
  if (made === 0) return 'You have asked about this criterion already; the answer will be here.';
  await noteAsked(tx, account, doubt);
  return undefined;
}

async function noteAsked(tx: Queryable, account: Account, { submissionId, criterion, reason }: Doubt): Promise<void> {
  const sql = `select a.course_id as "courseId", p.name || ', ' || a.title as subject from submission s
    join participant p on p.id = s.participant_id join assignment a on a.id = s.assignment_id where s.id = $1`;
  const about = await one<{ courseId: number; subject: string }>(tx, sql, [submissionId]);
  const actor = { id: account.githubId, login: account.login };
  await note(tx, { ...about, actor, action: 'request.ask', after: { criterion, reason } });
}
