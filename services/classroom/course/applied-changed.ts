import { settleByRules } from '#services/classroom/intake/rules-changed.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import { reportAssignmentAgain } from '../proposals/report-again.ts';
import type { AssignmentRules } from '../rules/document.ts';

/** What holds for an assignment. */
interface Standing {
  readonly version: number | null;
  readonly rules: AssignmentRules | null;
}

const appliedSql = `
  select a.id, a.rules, coalesce(a.scored_by, a.current_version) as version, v.rules as points
  from assignment a left join assignment_version v on v.id = coalesce(a.scored_by, a.current_version)
  where a.course_id = $1 and not a.retired order by a.id`;

/**
 * After a sync: where other rules hold, hand-ins are looked at again; where points, visibility or rules have changed,
 * what GitHub was told is. Answers how many runs were queued.
 */
export async function followChanges(
  tx: Queryable,
  courseId: number,
  before: ReadonlyMap<number, Standing>,
): Promise<number> {
  const points = await pointsOf(
    tx,
    [...before.values()].flatMap(({ version }) => version ?? []),
  );
  let queued = 0;
  for (const is of await many<Standing & { id: number; points: string | null }>(tx, appliedSql, [courseId])) {
    const was = before.get(is.id);
    if (!was || was.version === null) continue;
    queued += await settleByRules(tx, is.id, was.rules, is.rules);
    const same = points.get(was.version) === is.points && JSON.stringify(was.rules) === JSON.stringify(is.rules);
    if (!same) await reportAssignmentAgain(tx, is.id);
  }
  return queued;
}

/** Digests of what only changes points and visibility. */
async function pointsOf(tx: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const sql = 'select id, rules from assignment_version where id = any($1)';
  return new Map((await many<{ id: number; rules: string }>(tx, sql, [versions])).map(({ id, rules }) => [id, rules]));
}
