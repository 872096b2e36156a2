import type { Expectation, Subject } from '#graders/check.ts';
import type { AssignmentDocument } from '#services/classroom/assignment/document.ts';
import type { TeacherSide } from './teacher.ts';

/** What checks may know. Each criterion gets it with its own visibility. */
export function subjectOf(
  document: AssignmentDocument,
  side: TeacherSide,
  studentFiles: readonly string[],
  expected: readonly Expectation[],
): Subject {
  const { limits, visibility } = document;
  return { module: side.module, studentFiles, testDirs: side.testDirs, expected, limits, visibility };
}
