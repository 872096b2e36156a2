import { execute, one, type Queryable } from '#services/platform/database.ts';
import { note } from '../people/audit.ts';
import type { AssignmentRules } from '../rules/document.ts';
import { actor } from './keep-staff.ts';

/**
 * What becomes of rules that course.yaml says and that are not those applied. A change of rules moves grades, so this
 * is the one place that decides whether it is applied; for now it is, at once. Answers whether the applied rules changed.
 */
export async function keepRules(tx: Queryable, assignmentId: number, rules: AssignmentRules): Promise<boolean> {
  const applied = await one<{ courseId: number; slug: string; rules: AssignmentRules | null; same: boolean }>(
    tx,
    `select course_id as "courseId", slug, rules, coalesce(rules = $2::jsonb, false) as same from assignment
     where id = $1 for update`,
    [assignmentId, rules],
  );
  if (applied.same) return false;
  await execute(tx, 'update assignment set rules = $2 where id = $1', [assignmentId, rules]);
  const { courseId, slug: subject, rules: before } = applied;
  await note(tx, { courseId, actor, action: 'rules.change', subject, before, after: rules });
  return true;
}
