import { type Database, type Queryable, transaction } from '#services/platform/database.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { calledByRoster } from '../results/called.ts';
import type { CourseGrades } from '../rules/grade.ts';

/** Grades of a course as they are, and as a decision would make them, by the names of the roster: for pages. */
export interface Preview<T> {
  readonly before: CourseGrades;
  readonly after: CourseGrades;
  /** What the decision answered. */
  readonly result: T;
}

/**
 * What a decision would do: it is made in a transaction, looked at, and taken back. So every decision has a preview that
 * cannot differ from what it does. `decide` must not reach outside its transaction.
 */
export async function preview<T>(
  database: Database,
  courseId: number,
  decide: (tx: Queryable) => Promise<T>,
): Promise<Preview<T>> {
  const now = new Date();
  let found: Preview<T> | undefined;
  const taken = new Error('taken back');
  await transaction(database, async (tx) => {
    const grades = async () => calledByRoster(tx, courseId, await gradesOfCourse(tx, courseId, now));
    const before = await grades();
    const result = await decide(tx);
    found = { before, after: await grades(), result };
    throw taken;
  }).catch((error) => {
    if (error !== taken) throw error;
  });
  return found as Preview<T>;
}
