import type { Expectation, SealedPackage, Subject } from '#graders/check.ts';
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
  return { module: side.module, studentFiles, testDirs: side.testDirs, expected, sealed, limits, visibility };
}
