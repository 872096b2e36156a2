import type { Expectation, SealedPackage, Subject } from '#graders/check.ts';
import { allowsGoroutines, openings } from '#graders/policy.ts';
import type { AssignmentDocument } from '#services/classroom/assignment/document.ts';
import type { TeacherSide } from './teacher.ts';

/** What checks may know. Each criterion gets it with its own visibility. */
export function subjectOf(
  document: AssignmentDocument,
  side: TeacherSide,
  studentFiles: readonly string[],
  expected: readonly Expectation[],
  sealed: readonly SealedPackage[] = [],
): Subject {
  const { limits, visibility } = document;
  const goroutines = allowsGoroutines(document.allow);
  const known = { module: side.module, testDirs: side.testDirs, studentFiles, expected, sealed, outside: side.outside };
  return { ...known, goroutines, openings: openings(document.allow), limits, visibility };
}
