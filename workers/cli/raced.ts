import { allowsGoroutines } from '#graders/policy.ts';
import type { AssignmentDocument } from '#services/classroom/assignment/document.ts';

/** Whether the race detector has a say: some criterion asks it, or tests of code with goroutines have to agree with it. */
export function isRaced({ rubric, allow }: Pick<AssignmentDocument, 'rubric' | 'allow'>): boolean {
  return rubric.some(({ check }) => check === 'race') || allowsGoroutines(allow);
}
