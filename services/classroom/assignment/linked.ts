/** Hidden tests that are linked with students' code, and what that code may read of them. */
import { allowsGoroutines, openings } from '#graders/policy.ts';
import type { Assignment, AssignmentDocument, Criterion } from './document.ts';

type Linking = Pick<Assignment, 'document' | 'lock'>;

/** Whether no hidden test is linked with students' code. */
export function isNoneLinked({ document, lock }: Linking): boolean {
  if (lock.state === 'off') return document.judging !== 'shared';
  return lock.state === 'valid' && lock.shared.size === 0;
}

/**
 * Why students' code could read the tests that it is linked with, or write their verdicts; undefined when it cannot,
 * or when assignment.yaml accepts it. Concurrency alone is not refused: a race build has to confirm every pass.
 */
export function readableProblem(assignment: Linking): string | undefined {
  const { document, lock } = assignment;
  if (document.readable || isNoneLinked(assignment)) return undefined;
  const problem = openingProblem(document) ?? unconfirmedProblem(document);
  if (problem === undefined) return undefined;
  const which = lock.state === 'valid' ? [...lock.shared.keys()].join(', ') : 'every test';
  const sealing =
    lock.state === 'valid' || lock.state === 'off' ? '' : ', run `pushmark check`, which seals what it can';
  return `${which} would be linked with students' code, which ${problem}${sealing}, or accept it with \`readable: true\``;
}

function openingProblem({ allow }: AssignmentDocument): string | undefined {
  const [opening] = openings(allow);
  return opening && `can read what the tests hold: ${opening}. Take that out of allow`;
}

function unconfirmedProblem({ allow, rubric }: AssignmentDocument): string | undefined {
  const open = rubric.find(({ check, options }) => check === 'tests' && isPaidUnconfirmed(options));
  if (!open || !allowsGoroutines(allow)) return undefined;
  return `can rewrite the tests by a data race and is paid for it: goroutines are allowed, and ${open.name} says \`unconfirmed: passes\`. Take that out of its options`;
}

function isPaidUnconfirmed(options: Criterion['options']): boolean {
  return (options as { readonly unconfirmed?: unknown }).unconfirmed === 'passes';
}
