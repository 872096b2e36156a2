import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { differenceOf } from './difference.ts';
import { type Applied, isSameRules, letHold } from './proposal.ts';
import { propose } from './regrade.ts';

/** What holds for the assignments of a course, by their ids. */
export type Standing = ReadonlyMap<number, Applied & { readonly slug: string; readonly retired: boolean }>;

/** A change of a sync that would move grades, and therefore waits for a teacher. */
export interface HeldBack {
  readonly slug: string;
  readonly proposal: number;
  /** How many grades it would move. */
  readonly moved: number;
}

const standingSql = `
  select id, slug, retired, coalesce(scored_by, current_version) as version, rules from assignment
  where course_id = $1 order by id`;

export async function standingOf(tx: Queryable, courseId: number): Promise<Standing> {
  const rows = await many<Applied & { id: number; slug: string; retired: boolean }>(tx, standingSql, [courseId]);
  return new Map(rows.map(({ id, ...standing }) => [id, standing]));
}

/**
 * After a sync has put new points and rules in place: where they move a grade that somebody has, the old ones hold on,
 * and a proposal shows the difference. What moves no grade is applied. A sync that changes neither computes no grade.
 */
export async function holdBack(tx: Queryable, courseId: number, before: Standing): Promise<HeldBack[]> {
  await execute(tx, 'update assignment set scored_by = current_version where course_id = $1', [courseId]);
  const changed = changedSince(before, await standingOf(tx, courseId));
  const held = changed.length === 0 ? [] : await heldOf(tx, courseId, changed);
  await execute(tx, obsoleteSql, [courseId, held.map(({ slug }) => slug)]);
  return held;
}

async function heldOf(tx: Queryable, courseId: number, changed: ReturnType<typeof changedSince>): Promise<HeldBack[]> {
  const now = new Date();
  const after = await gradesOfCourse(tx, courseId, now);
  for (const { id, was } of changed) await letHold(tx, id, was);
  const old = await gradesOfCourse(tx, courseId, now);
  const held: HeldBack[] = [];
  for (const { id, slug, was, is } of changed) {
    const { moved } = differenceOf(id, old, after);
    if (moved.length === 0) await letHold(tx, id, is);
    else held.push({ slug, moved: moved.length, proposal: await proposalFor(tx, id, was, is) });
  }
  return held;
}

/** Assignments that were there before, and for which other points or rules would hold now. */
function changedSince(before: Standing, after: Standing) {
  return [...after].flatMap(([id, { slug, version, rules }]) => {
    const was = before.get(id);
    if (!was || was.retired || was.version === null) return [];
    if (was.version === version && isSameRules(was.rules, rules)) return [];
    return [{ id, slug, was: { version: was.version, rules: was.rules }, is: { version, rules } }];
  });
}

/** The old one where the same change was looked at before: nobody is asked twice. */
async function proposalFor(tx: Queryable, assignmentId: number, before: Applied, change: Applied): Promise<number> {
  const known = await maybe<{ id: number }>(tx, knownSql, [assignmentId, before, change]);
  if (known) return known.id;
  await execute(tx, replacedSql, [assignmentId]);
  const why = 'Points, dates or other rules have changed in the course';
  return propose(tx, { assignmentId, kind: 'rescore', change, before, why, madeBy: 'sync' });
}

/** Who discarded what nobody has decided about. */
const newer = 'a newer change';

const knownSql = `
  select id from proposal where assignment_id = $1 and kind = 'rescore' and state <> 'applied'
    and decided_by is distinct from '${newer}' and before = $2::jsonb and change = $3::jsonb order by id desc limit 1`;

const replacedSql = `
  update proposal set state = 'discarded', decided_by = '${newer}', decided_at = now()
  where assignment_id = $1 and kind = 'rescore' and state = 'open'`;

/** What the course asks for no longer, or what came to hold with the rest of it. */
const obsoleteSql = `
  update proposal p set state = 'discarded', decided_by = '${newer}', decided_at = now() from assignment a
  where a.id = p.assignment_id and a.course_id = $1 and p.kind = 'rescore' and p.state = 'open' and a.slug <> all($2)`;
