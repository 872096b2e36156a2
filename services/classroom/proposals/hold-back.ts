import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import { gradesOfCourse } from '../grades/course.ts';
import type { CourseGrades } from '../rules/grade.ts';
import { differenceOf } from './difference.ts';
import type { Applied } from './proposal.ts';
import { propose } from './regrade.ts';

/** What holds for the assignments of a course before a sync touches them. */
export interface Standing {
  readonly grades: CourseGrades;
  readonly applied: ReadonlyMap<number, Applied & { readonly slug: string }>;
}

/** A change of a sync that would move grades, and therefore waits for a teacher. */
export interface HeldBack {
  readonly slug: string;
  readonly proposal: number;
  /** How many grades it would move. */
  readonly moved: number;
}

const appliedSql = `select id, slug, coalesce(scored_by, current_version) as version, rules from assignment where course_id = $1`;

export async function standingOf(tx: Queryable, courseId: number, now: Date): Promise<Standing> {
  const rows = await many<Applied & { id: number; slug: string }>(tx, appliedSql, [courseId]);
  return {
    grades: await gradesOfCourse(tx, courseId, now),
    applied: new Map(rows.map(({ id, ...applied }) => [id, applied])),
  };
}

/**
 * After a sync has put new points and rules in place: where they move a grade that somebody has, the old ones hold on,
 * and a proposal shows the difference. What moves no grade is applied at once.
 */
export async function holdBack(tx: Queryable, courseId: number, before: Standing, now: Date): Promise<HeldBack[]> {
  const released = 'update assignment set scored_by = current_version where course_id = $1';
  await execute(tx, released, [courseId]);
  const after = await standingOf(tx, courseId, now);
  const held: HeldBack[] = [];
  for (const [id, change] of after.applied) {
    const was = before.applied.get(id);
    if (!was || was.version === null || isSame(was, change)) continue;
    const { moved } = differenceOf(id, before.grades, after.grades);
    if (moved.length === 0) continue;
    held.push({ slug: change.slug, moved: moved.length, proposal: await holdOne(tx, id, was, change) });
  }
  return held;
}

/** Answers the proposal, which is the old one where the same change was looked at before: nobody is asked twice. */
async function holdOne(tx: Queryable, assignmentId: number, was: Applied, change: Applied): Promise<number> {
  const back = 'update assignment set scored_by = $2, rules = $3 where id = $1';
  await execute(tx, back, [assignmentId, was.version, json(was.rules)]);
  const [before, after] = [only(was), only(change)];
  const known = await maybe<{ id: number }>(tx, knownSql, [assignmentId, json(before), json(after)]);
  if (known) return known.id;
  await execute(tx, replacedSql, [assignmentId]);
  const why = 'Points, dates or other rules have changed in the course';
  return propose(tx, { assignmentId, kind: 'rescore', change: after, before, why, madeBy: 'sync' });
}

const knownSql = `
  select id from proposal where assignment_id = $1 and kind = 'rescore' and state <> 'applied' and before = $2::jsonb
    and change = $3::jsonb order by id desc limit 1`;

const replacedSql = `
  update proposal set state = 'discarded', decided_by = 'a newer change', decided_at = now()
  where assignment_id = $1 and kind = 'rescore' and state = 'open'`;

function only({ version, rules }: Applied): Applied {
  return { version, rules };
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function isSame(a: Applied, b: Applied): boolean {
  return a.version === b.version && JSON.stringify(a.rules) === JSON.stringify(b.rules);
}
