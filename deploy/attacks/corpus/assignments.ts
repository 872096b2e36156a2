import { join } from 'node:path';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { ATTACKS, type Case } from './read.ts';

export const ASSIGNMENTS = ['pure', 'files', 'concurrent', 'handler', 'program', 'measured'] as const;

export type Assignments = ReadonlyMap<string, Assignment>;

export async function readAssignments(): Promise<Assignments> {
  const read = ASSIGNMENTS.map(
    async (name) => [name, await readAssignmentDir(join(ATTACKS, 'assignments', name))] as const,
  );
  return new Map(await Promise.all(read));
}

export function assignmentOf({ head }: Case, assignments: Assignments): Assignment {
  return assignments.get(head.assignment ?? 'pure')!;
}

/** Why a case waits: most of what its assignment gives points for cannot be judged yet. Undefined when it can. */
export function pendingReason(assignment: Assignment): string | undefined {
  const pending = assignment.document.rubric.filter(({ state, points }) => state === 'pending' && points >= 50);
  return pending.length === 0 ? undefined : `check ${pending.map(({ check }) => check).join(', ')} is not built yet`;
}
