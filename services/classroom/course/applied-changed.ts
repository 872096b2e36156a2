import { settleByRules } from '#services/classroom/intake/rules-changed.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import { note } from '../people/audit.ts';
import type { Standing } from '../proposals/hold-back.ts';
import { type Applied, isSameRules } from '../proposals/proposal.ts';
import { reportAssignmentAgain } from '../proposals/report-again.ts';
import { actor } from './keep-staff.ts';

const appliedSql = `
  select a.id, a.slug, a.rules, coalesce(a.scored_by, a.current_version) as version, v.rules as points
  from assignment a left join assignment_version v on v.id = coalesce(a.scored_by, a.current_version)
  where a.course_id = $1 and not a.retired order by a.id`;

/**
 * After a sync: where other rules hold, it is said in the log, and hand-ins are looked at again; where points, visibility
 * or rules have changed, what GitHub was told is. Answers how many runs were queued.
 */
export async function followChanges(tx: Queryable, courseId: number, before: Standing): Promise<number> {
  const points = await pointsOf(
    tx,
    [...before.values()].flatMap(({ version }) => version ?? []),
  );
  let queued = 0;
  for (const is of await many<Now>(tx, appliedSql, [courseId])) {
    const was = before.get(is.id);
    const sameRules = isSameRules(was?.rules ?? null, is.rules);
    if (!sameRules) {
      const change = { before: was?.rules ?? null, after: is.rules };
      await note(tx, { courseId, actor, action: 'rules.change', subject: is.slug, ...change });
    }
    if (!was || was.version === null) continue;
    queued += await settleByRules(tx, is.id, was.rules, is.rules);
    if (!sameRules || points.get(was.version) !== is.points) await reportAssignmentAgain(tx, is.id);
  }
  return queued;
}

interface Now extends Applied {
  readonly id: number;
  readonly slug: string;
  readonly points: string | null;
}

/** Digests of what only changes points and visibility. */
async function pointsOf(tx: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const sql = 'select id, rules from assignment_version where id = any($1)';
  return new Map((await many<{ id: number; rules: string }>(tx, sql, [versions])).map(({ id, rules }) => [id, rules]));
}
