import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readableProblem } from '#services/classroom/assignment/linked.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { GradedRun } from '../grading/graded-run.ts';

/**
 * Nobody is graded by tests that were linked with his code where the teacher has ruled that out, or where the code could
 * read them and nobody has accepted it. Sync refuses such an assignment; this is for one that could be sealed when it
 * was checked, and cannot here. Throws InvalidInput.
 */
export function refuseLinked(assignment: Assignment, { criteria }: Pick<GradedRun, 'criteria'>): void {
  const { judging, slug } = assignment.document;
  const linked = criteria.flatMap(({ judgement }) => judgement?.cases ?? []).filter(({ way }) => way === 'shared');
  if (linked.length === 0) return;
  const isRuledOut = judging === 'sealed' || judging === 'outside';
  const names = [...new Set(linked.map(({ name }) => name))].join(', ');
  const message = isRuledOut
    ? `${judging} was asked for, and tests were linked: ${names}`
    : readableProblem(assignment);
  if (message === undefined) return;
  const place = { file: `${slug}/assignment.yaml`, line: 0, column: 0 };
  throw new InvalidInput([{ ...place, field: isRuledOut ? 'judging' : 'allow', message }]);
}
