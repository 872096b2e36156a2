import { maybe, one, type Queryable } from '#services/platform/database.ts';
import type { RuledCourse } from '../rules/facts.ts';
import type { CourseGrades, ParticipantGrades } from '../rules/grade.ts';
import { gradesInTurn, gradesOf } from '../rules/grades-of.ts';
import { loadAssignments } from './assignments.ts';
import { loadExtensions } from './decisions.ts';
import { loadParticipants } from './participants.ts';

/** Every grade of a course, computed from what is stored; assignments that left the course are not in it. */
export async function gradesOfCourse(db: Queryable, courseId: number, now = new Date()): Promise<CourseGrades> {
  const { participants, ...course } = await courseInTurn(db, courseId, now);
  return { ...course, participants: [...participants] };
}

/** Grades of a course, of one participant after the other; they can be gone through once. */
export interface CourseInTurn extends Omit<CourseGrades, 'participants'> {
  readonly participants: Iterable<ParticipantGrades>;
}

/** The same, for those who keep little of each: everything is loaded, and computed when it is asked for. */
export async function courseInTurn(db: Queryable, courseId: number, now = new Date()): Promise<CourseInTurn> {
  const { course, applied } = await loadCourse(db, courseId);
  const facts = await loadParticipants(db, courseId, applied);
  const { timeZone, assignments } = course;
  return { timeZone, assignments, participants: gradesInTurn(course, facts, now) };
}

/**
 * The same for one participant: `participants` holds it alone, with what its groups have earned. Undefined when there is
 * none with this id.
 */
export async function gradesOfParticipant(
  db: Queryable,
  participantId: number,
  now = new Date(),
): Promise<CourseGrades | undefined> {
  const sql = 'select course_id as "courseId" from participant where id = $1';
  const found = await maybe<{ courseId: number }>(db, sql, [participantId]);
  if (!found) return undefined;
  const { course, applied } = await loadCourse(db, found.courseId);
  const facts = await loadParticipants(db, found.courseId, applied, participantId);
  const { timeZone, assignments } = course;
  const participants = gradesOf(course, facts, now).filter(({ participant }) => participant.id === participantId);
  return { timeZone, assignments, participants };
}

async function loadCourse(db: Queryable, courseId: number) {
  const sql = 'select time_zone as "timeZone" from course where id = $1';
  const { timeZone } = await one<{ timeZone: string }>(db, sql, [courseId]);
  const { assignments, applied } = await loadAssignments(db, courseId);
  const course: RuledCourse = { timeZone, assignments, extensions: await loadExtensions(db, courseId) };
  return { course, applied };
}
