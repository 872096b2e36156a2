import { many, one, type Queryable } from '#services/platform/database.ts';
import { type Actor, note } from '../people/audit.ts';
import { queueRun } from '../runs/queue.ts';
import { appliedTo } from './proposal.ts';

/** What is graded again. */
export interface RegradeWish {
  readonly courseId: number;
  readonly assignmentId: number;
  /** Only this participant's. */
  readonly participantId?: number | undefined;
  /** Only this commit. */
  readonly submissionId?: number | undefined;
  readonly why: string;
}

/** Official commits that have a result; the same tests give the same answer, but the tests may have changed. */
const submissionsSql = `
  select s.id from submission s join counted_run c on c.submission_id = s.id
  where s.assignment_id = $1 and ($2::bigint is null or s.participant_id = $2) and ($3::bigint is null or s.id = $3)
    and exists (select from hand_in h where h.submission_id = s.id and h.official)
  order by s.id`;

/**
 * Has commits graded again under the present version, beside the grades that count; nobody outside the staff sees
 * anything of it until the proposal is applied. Answers its number, or undefined where there is nothing to grade. Ring
 * `grading` afterwards.
 */
export async function proposeRegrade(tx: Queryable, wish: RegradeWish, actor: Actor): Promise<number | undefined> {
  const { courseId, assignmentId, why } = wish;
  const values = [assignmentId, wish.participantId, wish.submissionId];
  const submissions = await many<{ id: number }>(tx, submissionsSql, values);
  if (submissions.length === 0) return undefined;
  const currentSql = 'select current_version as version, title from assignment where id = $1';
  const { version, title } = await one<{ version: number; title: string }>(tx, currentSql, [assignmentId]);
  const runs: number[] = [];
  for (const { id } of submissions)
    runs.push((await queueRun(tx, { submissionId: id, versionId: version, cause: 'regrade' })).id);
  const before = await appliedTo(tx, assignmentId);
  const whole = wish.participantId === undefined && wish.submissionId === undefined;
  const change = { ...before, version: whole ? version : before.version, runs };
  const id = await propose(tx, { assignmentId, kind: 'regrade', change, before, why, madeBy: actor.login });
  await note(tx, {
    courseId,
    actor,
    action: 'regrade.ask',
    subject: `${title}: ${why}`,
    after: { proposal: id, runs: runs.length },
  });
  return id;
}

export interface NewProposal {
  readonly assignmentId: number;
  readonly kind: 'rescore' | 'regrade';
  readonly change: object;
  readonly before: object;
  readonly why: string;
  readonly madeBy: string;
}

export async function propose(tx: Queryable, proposal: NewProposal): Promise<number> {
  const { assignmentId, kind, change, before, why, madeBy } = proposal;
  const { id } = await one<{ id: number }>(
    tx,
    `insert into proposal (assignment_id, kind, change, before, why, made_by) values ($1, $2, $3, $4, $5, $6) returning id`,
    [assignmentId, kind, change, before, why, madeBy],
  );
  return id;
}
