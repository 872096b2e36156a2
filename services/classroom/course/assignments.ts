import { join } from 'node:path';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readableProblem } from '#services/classroom/assignment/linked.ts';
import { sealingProblem } from '#services/classroom/assignment/lock.ts';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import type { CourseAssignment } from './document.ts';
import type { CourseFile } from './read.ts';

/** An assignment that course.yaml names and that can be read. */
export interface FoundAssignment extends CourseAssignment {
  /** In course.yaml's list, from 0. */
  readonly position: number;
  readonly assignment: Assignment;
}

/** One that cannot be read, and why. */
export interface BrokenAssignment {
  readonly folder: string;
  readonly problems: readonly Problem[];
}

export interface ReadAssignments {
  readonly found: readonly FoundAssignment[];
  readonly broken: readonly BrokenAssignment[];
}

/** Reads every assignment of a course; a broken one is no reason to leave the others out. */
export async function readAssignments(dir: string, course: CourseFile): Promise<ReadAssignments> {
  const found: FoundAssignment[] = [];
  const broken: BrokenAssignment[] = [];
  for (const [position, entry] of course.document.assignments.entries()) {
    const read = await readOne(join(dir, entry.folder));
    const problems = Array.isArray(read)
      ? read
      : [
          ...sameSlug(course, position, read as Assignment, found),
          ...notSealed(entry.folder, read as Assignment),
          ...readable(entry.folder, read as Assignment),
        ];
    if (problems.length > 0) broken.push({ folder: entry.folder, problems });
    else found.push({ ...entry, position, assignment: read as Assignment });
  }
  return { found, broken };
}

async function readOne(dir: string): Promise<Assignment | readonly Problem[]> {
  try {
    return await readAssignmentDir(dir);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
}

function sameSlug(
  course: CourseFile,
  position: number,
  read: Assignment,
  found: readonly FoundAssignment[],
): Problem[] {
  const { slug } = read.document;
  const other = found.find(({ assignment }) => assignment.document.slug === slug);
  if (!other) return [];
  return [
    course.at(['assignments', position], `has the slug ${slug}, as ${other.folder} has; give it a slug of its own`),
  ];
}

/** Its tests would be linked with students' code, which the teacher has ruled out. */
function notSealed(folder: string, { document, lock }: Assignment): Problem[] {
  const message = document.judging === 'sealed' ? sealingProblem(lock) : undefined;
  const file = `${folder}/assignment.yaml`;
  return message === undefined ? [] : [{ file, line: 0, column: 0, field: 'judging', message }];
}

/** Students' code could read the tests that it would be linked with, and the teacher has not accepted that. */
function readable(folder: string, assignment: Assignment): Problem[] {
  const message = readableProblem(assignment);
  const file = `${folder}/assignment.yaml`;
  return message === undefined ? [] : [{ file, line: 0, column: 0, field: 'allow', message }];
}
