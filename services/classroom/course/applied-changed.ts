import { settleByRules } from '#services/classroom/intake/rules-changed.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import { note } from '../people/audit.ts';
import type { Standing } from '../proposals/hold-back.ts';
import { type Applied, isSameRules } from '../proposals/proposal.ts';
import { reportAssignmentAgain } from '../proposals/report-again.ts';
import { actor } from './keep-staff.ts';

const appliedSql = `
  select a.id, a.slug, a.rules, coalesce(a.scored_by, a.current_version) as version
  from assignment a where a.course_id = $1 and not a.retired order by a.id`;

/**
 * After a sync: where other rules or points hold, it is said in the log; after other rules hand-ins are looked at again,
 * and after either what GitHub was told is. Answers how many runs were queued.
 */
export async function followChanges(tx: Queryable, courseId: number, before: Standing): Promise<number> {
  const applied = await many<Now>(tx, appliedSql, [courseId]);
  const points = await pointsOf(tx, [...before.values(), ...applied]);
  let queued = 0;
  for (const is of applied) {
    const was = before.get(is.id);
    const sameRules = isSameRules(was?.rules ?? null, is.rules);
    if (!sameRules) {
      const change = { before: was?.rules ?? null, after: is.rules };
      await note(tx, { courseId, actor, action: 'rules.change', subject: is.slug, ...change });
    }
    if (!was || was.version === null) continue;
    queued += await settleByRules(tx, is.id, was.rules, is.rules);
    const [old, own] = [points.get(was.version), points.get(is.version ?? 0)];
    const samePoints = old?.digest === own?.digest;
    if (!samePoints) {
      const change = { before: old?.rubric, after: own?.rubric };
      await note(tx, { courseId, actor, action: 'points.change', subject: is.slug, ...change });
    }
    if (!sameRules || !samePoints) await reportAssignmentAgain(tx, is.id);
  }
  return queued;
}

interface Now extends Applied {
  readonly id: number;
  readonly slug: string;
}

interface Points {
  /** Of what only changes points and visibility. */
  readonly digest: string;
  /** What each criterion is worth, and who sees it, for the log. */
  readonly rubric: Readonly<Record<string, unknown>>;
}

async function pointsOf(tx: Queryable, applied: readonly Applied[]): Promise<ReadonlyMap<number, Points>> {
  const sql = `select v.id, v.rules as digest, (select json_object_agg(c ->> 'name', c - '{name,title,check,state,options}'::text[])
      from jsonb_array_elements(v.document -> 'rubric') c) as rubric
    from assignment_version v where v.id = any($1)`;
  const rows = await many<Points & { id: number }>(tx, sql, [applied.flatMap(({ version }) => version ?? [])]);
  return new Map(rows.map(({ id, ...points }) => [id, points]));
}
