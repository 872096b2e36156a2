/** What judges a class otherwise is tried before it replaces what works: whoever syncs asks, a worker answers. */
import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import type { Digest } from '../trees.ts';
import type { FoundAssignment } from './assignments.ts';

/** Judging that is to be tried, by its digest. */
export interface JudgingCheck {
  readonly judging: Digest;
  readonly slug: string;
  /** The files of the assignment. */
  readonly bundle: Digest;
}

/** Whether judging that changes is tried before it replaces what works; `again`: also what did not hold before. */
export type Trying = 'no' | 'yes' | 'again';

export interface JudgingAnswer {
  readonly holds: boolean;
  /** What was found, in Markdown that nothing hostile can get out of. */
  readonly summary: string;
}

/** The assignments that may judge, what nobody has tried yet, and what was tried and does not hold. */
export async function tryFirst(tx: Queryable, course: string, all: readonly FoundAssignment[], trying: Trying) {
  const other = trying === 'no' ? [] : await judgingOtherwise(tx, course, all);
  const checks = other.map(({ assignment: { judging, bundle, document } }) => ({
    judging,
    slug: document.slug,
    bundle,
  }));
  for (const check of checks) await ask(tx, check, trying === 'again');
  const answers = await answersTo(tx, checks);
  return {
    found: all.filter((each) => !other.includes(each) || answers.get(each.assignment.judging)?.holds),
    waiting: checks.filter(({ judging }) => !answers.has(judging)),
    refused: checks.flatMap((check) => {
      const answer = answers.get(check.judging);
      return answer?.holds === false ? [{ ...check, summary: answer.summary }] : [];
    }),
  };
}

/** The one that was asked for first and is not tried yet. */
export function nextCheck(db: Queryable): Promise<JudgingCheck | undefined> {
  const sql = 'select judging, slug, bundle from judging_check where holds is null order by asked_at, judging limit 1';
  return maybe<JudgingCheck>(db, sql);
}

export async function answerCheck(db: Queryable, judging: Digest, { holds, summary }: JudgingAnswer): Promise<void> {
  const sql = `update judging_check set holds = $2, summary = $3, answered_at = now() where judging = $1 and holds is null`;
  await execute(db, sql, [judging, holds, summary]);
}

/** Whether there is an answer to each. */
export async function areAnswered(db: Queryable, judgings: readonly Digest[]): Promise<boolean> {
  const sql = 'select from judging_check where judging = any($1) and holds is null limit 1';
  return (await maybe(db, sql, [judgings])) === undefined;
}

async function ask(tx: Queryable, { judging, slug, bundle }: JudgingCheck, again: boolean): Promise<void> {
  if (again) await execute(tx, 'delete from judging_check where judging = $1 and holds is not true', [judging]);
  const sql = 'insert into judging_check (judging, slug, bundle) values ($1, $2, $3) on conflict do nothing';
  await execute(tx, sql, [judging, slug, bundle]);
}

async function answersTo(tx: Queryable, checks: readonly JudgingCheck[]): Promise<Map<Digest, JudgingAnswer>> {
  const sql = 'select judging, holds, summary from judging_check where judging = any($1) and holds is not null';
  const judgings = checks.map(({ judging }) => judging);
  const rows = await many<JudgingAnswer & { judging: Digest }>(tx, sql, [judgings]);
  return new Map(rows.map(({ judging, ...answer }) => [judging, answer]));
}

/** Those that would judge otherwise than the version in use does; what has no such version yet can break nothing. */
async function judgingOtherwise(tx: Queryable, course: string, all: readonly FoundAssignment[]) {
  const sql = `select a.slug, v.judging from assignment a join course c on c.id = a.course_id
    join assignment_version v on v.id = a.current_version where c.slug = $1`;
  const rows = await many<{ slug: string; judging: string }>(tx, sql, [course]);
  const inUse = new Map(rows.map(({ slug, judging }) => [slug, judging]));
  return all.filter(({ assignment: { document, judging } }) => {
    const before = inUse.get(document.slug);
    return before !== undefined && before !== judging;
  });
}
