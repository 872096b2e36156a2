import type { Expectation, SealedPackage, Subject } from '#graders/check.ts';
import { allowsGoroutines, openings, startsGoroutines } from '#graders/policy.ts';
import type { AssignmentDocument } from '#services/classroom/assignment/document.ts';
import { protectedWithTests, type TeacherSide } from './teacher.ts';

/** What checks may know. Each criterion gets it with its own visibility. */
export function subjectOf(
  document: AssignmentDocument,
  side: TeacherSide,
  studentFiles: readonly string[],
  expected: readonly Expectation[],
  sealed: readonly SealedPackage[] = [],
): Subject {
  const { limits, visibility } = document;
  const goroutines = allowsGoroutines(document.allow) || startsGoroutinesItself(side);
  const known = { module: side.module, testDirs: side.testDirs, studentFiles, expected, sealed, outside: side.outside };
  return { ...known, goroutines, openings: openings(document.allow), limits, visibility };
}

/**
 * Goroutines of hidden tests and protected files are enough for a data race, if students' code has variables that it
 * does not guard. All packages are looked at together: any of them may be called by the tests of another one.
 */
function startsGoroutinesItself(side: TeacherSide): boolean {
  const linked = side.calledDirs.length > 0;
  return linked && [...protectedWithTests(side)].some(([path, file]) => isGo(path) && startsGoroutines(textOf(file)));
}

function isGo(path: string): boolean {
  return path.endsWith('.go');
}

function textOf(file: Uint8Array): string {
  return Buffer.from(file).toString();
}
