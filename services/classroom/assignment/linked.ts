/** Hidden tests that are linked with students' code, and what that code may read of them. */
import { openings } from '#graders/policy.ts';
import type { Assignment } from './document.ts';

type Linking = Pick<Assignment, 'document' | 'lock'>;

/** Whether no hidden test is linked with students' code. */
export function isNoneLinked({ document, lock }: Linking): boolean {
  if (lock.state === 'off') return document.judging !== 'shared';
  return lock.state === 'valid' && lock.shared.size === 0;
}

/**
 * Why students' code could read the tests that it is linked with, and what they expect; undefined when it cannot, or
 * when assignment.yaml accepts it. Concurrency alone is not refused: a race build sees that.
 */
export function readableProblem(assignment: Linking): string | undefined {
  const { document, lock } = assignment;
  const [opening] = openings(document.allow);
  if (opening === undefined || document.readable || isNoneLinked(assignment)) return undefined;
  const which = lock.state === 'valid' ? [...lock.shared.keys()].join(', ') : 'every test';
  const sealing =
    lock.state === 'valid' || lock.state === 'off' ? '' : ', run `pushmark check`, which seals what it can';
  return `${which} would be linked with students' code, which can read what the tests hold: ${opening}. Take that out of allow${sealing}, or accept it with \`readable: true\``;
}
