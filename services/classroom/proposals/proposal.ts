import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import type { AssignmentRules } from '../rules/document.ts';

/** What is applied to an assignment: whose points, and which rules. */
export interface Applied {
  /** Version whose points and visibility are applied; null: the current one. */
  readonly version: number | null;
  /** null: none. */
  readonly rules: AssignmentRules | null;
}

/** What a regrade changes: which runs count, and neither points nor rules. */
export interface RunChange {
  readonly runs: readonly number[];
  /** That alone was judged again; undefined: all. */
  readonly criterion?: string;
}

export type ProposalState = 'open' | 'applied' | 'discarded' | 'undone';

/** A change that moves grades, to be looked at before it is applied. */
export type Proposal = Rescore | Regrade;

/** Other points or rules. */
export interface Rescore extends Common {
  readonly kind: 'rescore';
  readonly change: Applied;
  /** What held when it was made. */
  readonly before: Applied;
}

/** Runs that were made beside those that count. */
export interface Regrade extends Common {
  readonly kind: 'regrade';
  readonly change: RunChange;
}

interface Common {
  readonly id: number;
  readonly assignment: { readonly id: number; readonly slug: string; readonly title: string };
  readonly why: string;
  readonly state: ProposalState;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Of a regrade: its runs, and how many of them have not ended yet, or failed on our side. */
  readonly runs: number;
  readonly running: number;
  readonly errored: number;
  /** Of those with a result: that would put back what has come to count since. They stay aside. */
  readonly behind: number;
}

/** SQL: a run of a regrade, `r`, is newer than what counts of its commit, `c`; of one criterion: it builds upon that. */
export const isAhead = `(case when r.kept_run is null then coalesce(c.run_id, 0) < r.id
  else r.kept_run = c.run_id end)`;

const proposalSql = `
  select p.id, p.kind, p.change, p.before, p.why, p.state, p.made_by as "madeBy", p.made_at as "madeAt",
    p.decided_by as "decidedBy", p.decided_at as "decidedAt",
    json_build_object('id', a.id, 'slug', a.slug, 'title', a.title) as assignment, r.runs, r.running,
    r.errored, r.behind
  from proposal p join assignment a on a.id = p.assignment_id
  cross join lateral (select count(*)::int as runs, count(*) filter (where r.state in ('queued', 'running'))::int as running,
      count(*) filter (where r.state in ('errored', 'unavailable'))::int as errored,
      count(*) filter (where r.state = 'done' and c.run_id <> r.id and not ${isAhead})::int as behind
    from jsonb_array_elements_text(coalesce(p.change -> 'runs', '[]')) wanted join run r on r.id = wanted::bigint
      left join counted_run c on c.submission_id = r.submission_id) r`;

/** The proposals of a course, open ones first, then the newest; at most 100. */
export async function proposalsOf(db: Queryable, courseId: number): Promise<Proposal[]> {
  const sql = `${proposalSql} where a.course_id = $1 order by p.state <> 'open', p.id desc limit 100`;
  return many<Proposal>(db, sql, [courseId]);
}

/** One proposal of a course; with `lock`, nobody else decides it meanwhile. */
export async function findProposal(
  db: Queryable,
  courseId: number,
  id: number,
  lock?: 'lock',
): Promise<Proposal | undefined> {
  if (lock) await maybe(db, 'select from proposal where id = $1 for update', [id]);
  return maybe<Proposal>(db, `${proposalSql} where a.course_id = $1 and p.id = $2`, [courseId, id]);
}

/** What is applied to an assignment now; in a transaction, until its end. */
export async function appliedTo(db: Queryable, assignmentId: number): Promise<Applied> {
  const sql = 'select scored_by as version, rules from assignment where id = $1 for no key update';
  return (await maybe<Applied>(db, sql, [assignmentId])) ?? { version: null, rules: null };
}

/** Makes points and rules hold. */
export async function letHold(tx: Queryable, assignmentId: number, { version, rules }: Applied): Promise<void> {
  await execute(tx, 'update assignment set scored_by = $2, rules = $3 where id = $1', [assignmentId, version, rules]);
}

/** Whether two rules are the same; both as the database gives them. */
export function isSameRules(one: Applied['rules'], other: Applied['rules']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
