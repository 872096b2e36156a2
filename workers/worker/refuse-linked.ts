import type { Assignment } from '#services/classroom/assignment/document.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { GradedRun } from '../grading/graded-run.ts';

/**
 * Nobody is graded by tests that were linked with his code where the teacher has ruled that out. Sync refuses such an
 * assignment; this is for one that could be sealed when it was checked, and cannot here. Throws InvalidInput.
 */
export function refuseLinked({ document }: Assignment, { criteria }: Pick<GradedRun, 'criteria'>): void {
  const { judging } = document;
  if (judging !== 'sealed' && judging !== 'outside') return;
  const linked = criteria.flatMap(({ judgement }) => judgement?.cases ?? []).filter(({ way }) => way === 'shared');
  if (linked.length === 0) return;
  const message = `${judging} was asked for, and tests were linked: ${[...new Set(linked.map(({ name }) => name))].join(', ')}`;
  const file = `${document.slug}/assignment.yaml`;
  throw new InvalidInput([{ file, line: 0, column: 0, field: 'judging', message }]);
}
