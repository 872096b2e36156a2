import { execute, type Queryable } from '#services/platform/database.ts';
import type { AssignmentRules } from '../rules/document.ts';

/** Puts the rules that course.yaml says in place; whether they stay is for hold-back.ts. Answers whether they are others. */
export async function keepRules(tx: Queryable, assignmentId: number, rules: AssignmentRules): Promise<boolean> {
  const sql = 'update assignment set rules = $2 where id = $1 and rules is distinct from $2::jsonb';
  return (await execute(tx, sql, [assignmentId, rules])) === 1;
}
