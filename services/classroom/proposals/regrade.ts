import { many, one, type Queryable } from '#services/platform/database.ts';
import { type Actor, note } from '../people/audit.ts';
import { queueRun } from '../runs/queue.ts';
import type { Applied, Proposal, RunChange } from './proposal.ts';

/** What is graded again. */
export interface RegradeWish {
  readonly courseId: number;
  readonly assignmentId: number;
  /** Only this participant's. */
  readonly participantId?: number | undefined;
  /** Only this commit. */
  readonly submissionId?: number | undefined;
  /** Only this criterion; the evidence of the others stays. No gate, see `regradableOfCourse`. */
  readonly criterion?: string | undefined;
  readonly why: string;
}

/**
 * Official commits that have a result; the same tests give the same answer, but the tests may have changed. Of one
 * criterion: where all others of the present version have evidence that can be kept.
 */
const submissionsSql = `
  select s.id, c.run_id as "runId" from submission s join counted_run c on c.submission_id = s.id
  where s.assignment_id = $1 and ($2::bigint is null or s.participant_id = $2) and ($3::bigint is null or s.id = $3)
    and exists (select from hand_in h where h.submission_id = s.id and h.official)
    and ($4::text is null or exists (select from criteria where name = $4 and not gate))
    and ($4::text is null or not exists (select from criteria k where k.name <> $4
      and not exists (select from criterion_result e where e.run_id = c.run_id and e.name = k.name)))
  order by s.id`;

/** The criteria of assignments (`where`) that a machine judges, by the present versions. */
const criteriaOf = (where: string) => `
  with criteria as (
    select k.value ->> 'name' as name, (k.value -> 'gate')::boolean as gate
    from assignment a join assignment_version v on v.id = a.current_version
      cross join lateral jsonb_array_elements(v.document -> 'rubric') k
    where ${where} and not a.retired and k.value ->> 'state' = 'judged')`;

/**
 * The criteria of a course's assignments that can be graded again alone. Gates cannot: they decide whether the others
 * are judged at all, so with them everything is.
 */
export async function regradableOfCourse(db: Queryable, courseId: number): Promise<string[]> {
  const sql = `${criteriaOf('a.course_id = $1')} select distinct name from criteria where not gate order by name`;
  return (await many<{ name: string }>(db, sql, [courseId])).map(({ name }) => name);
}

/**
 * Has commits graded again under the present version, beside the grades that count; nobody outside the staff sees
 * anything of it until the proposal is applied. One criterion can be graded again alone: then only that is judged, and
 * the run takes over what the counting one found for the others. Answers its number, or undefined where there is nothing to grade. Ring
 * `grading` afterwards.
 */
export async function proposeRegrade(tx: Queryable, wish: RegradeWish, actor: Actor): Promise<number | undefined> {
  const { courseId, assignmentId, why, criterion } = wish;
  const values = [assignmentId, wish.participantId, wish.submissionId, criterion];
  const submissions = await many<{ id: number; runId: number }>(
    tx,
    `${criteriaOf('a.id = $1')}${submissionsSql}`,
    values,
  );
  if (submissions.length === 0) return undefined;
  const currentSql = 'select current_version as version, title from assignment where id = $1';
  const { version, title } = await one<{ version: number; title: string }>(tx, currentSql, [assignmentId]);
  const runs: number[] = [];
  for (const { id, runId } of submissions) {
    const only = criterion === undefined ? undefined : { criterion, keptRun: runId };
    runs.push((await queueRun(tx, { submissionId: id, versionId: version, cause: 'regrade', only })).id);
  }
  const change = { runs, ...(criterion !== undefined && { criterion }) };
  const id = await propose(tx, { assignmentId, kind: 'regrade', change, before: {}, why, madeBy: actor.login });
  await note(tx, {
    courseId,
    actor,
    action: 'regrade.ask',
    subject: `${title}: ${why}`,
    after: { proposal: id, runs: runs.length, ...(criterion !== undefined && { criterion }) },
  });
  return id;
}

export interface NewProposal {
  readonly assignmentId: number;
  readonly kind: Proposal['kind'];
  readonly change: Applied | RunChange;
  /** What holds now; nothing of a regrade, which does not change it. */
  readonly before: Applied | Record<string, never>;
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
