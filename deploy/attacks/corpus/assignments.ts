import { join } from 'node:path';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { ATTACKS, type Case } from './read.ts';

export const ASSIGNMENTS = ['pure', 'files', 'concurrent', 'handler', 'program', 'measured'] as const;

export type Assignments = ReadonlyMap<string, Assignment>;

/** Throws an Error when a lock is stale: every test would be linked, and nobody would try sealed judging. */
export async function readAssignments(): Promise<Assignments> {
  const read = ASSIGNMENTS.map(async (name) => {
    const assignment = await readAssignmentDir(join(ATTACKS, 'assignments', name));
    const { lock, document } = assignment;
    if (lock.state !== 'valid' && document.judging !== 'outside') throw new Error(staleWords(name, lock.state));
    return [name, assignment] as const;
  });
  return new Map(await Promise.all(read));
}

function staleWords(name: string, state: string): string {
  return `the lock of ${name} is ${state}; run npx pushmark check graders/judge/attacks/assignments/${name}`;
}

export function assignmentOf({ head }: Case, assignments: Assignments): Assignment {
  return assignments.get(head.assignment ?? 'pure')!;
}

/** Why a case waits: most of what its assignment gives points for cannot be judged yet. Undefined when it can. */
export function pendingReason(assignment: Assignment): string | undefined {
  const pending = assignment.document.rubric.filter(({ state, points }) => state === 'pending' && points >= 50);
  return pending.length === 0 ? undefined : `check ${pending.map(({ check }) => check).join(', ')} is not built yet`;
}
