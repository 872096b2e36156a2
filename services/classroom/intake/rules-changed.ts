import type { Queryable } from '#services/platform/database.ts';
import { type AssignmentRules, noRules } from '../rules/document.ts';
import { holdMatching } from './courses.ts';
import { repositoriesToSettle } from './repository.ts';
import { settle } from './settle.ts';

/**
 * After other rules have come to hold for an assignment: what was not graded by the rules before is looked at again, and
 * where another thing hands in, everything is. Answers how many runs were queued. Ring `grading` afterwards.
 */
export async function settleByRules(
  tx: Queryable,
  assignmentId: number,
  before: AssignmentRules | null,
  after: AssignmentRules | null,
): Promise<number> {
  const [was, is] = [before ?? noRules, after ?? noRules];
  const retriggered = was.trigger !== is.trigger;
  const same = was.opens === is.opens && was.attempts === is.attempts && was.cooldownMs === is.cooldownMs;
  if (same && !retriggered) return 0;
  await holdMatching(tx, 'shared');
  let runs = 0;
  for (const repository of await repositoriesToSettle(tx, assignmentId, retriggered))
    runs += await settle(tx, repository);
  return runs;
}
