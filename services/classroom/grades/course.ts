import type { Queryable } from '#services/platform/database.ts';
import type { CourseGrades } from '../rules/grade.ts';

/** Every grade of a course, computed from what is stored; assignments that left the course are not in it. */
export async function gradesOfCourse(_db: Queryable, _courseId: number, _now = new Date()): Promise<CourseGrades> {
  throw new Error('not yet');
}

/** The same for one participant: `participants` holds it alone. Undefined when there is none with this id. */
export async function gradesOfParticipant(
  _db: Queryable,
  _participantId: number,
  _now = new Date(),
): Promise<CourseGrades | undefined> {
  throw new Error('not yet');
}
