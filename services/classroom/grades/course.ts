import { maybe, one, type Queryable } from '#services/platform/database.ts';
import type { ParticipantFacts, RuledCourse } from '../rules/facts.ts';
import type { CourseGrades } from '../rules/grade.ts';
import { gradesOf } from '../rules/grades-of.ts';
import { loadAssignments } from './assignments.ts';
import { loadExtensions } from './decisions.ts';
import { loadParticipants } from './participants.ts';

/** Every grade of a course, computed from what is stored; assignments that left the course are not in it. */
export async function gradesOfCourse(db: Queryable, courseId: number, now = new Date()): Promise<CourseGrades> {
  const loaded = await loadCourse(db, courseId);
  return computed(loaded, await loadParticipants(db, courseId, loaded.applied), now);
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
  const loaded = await loadCourse(db, found.courseId);
  const all = computed(loaded, await loadParticipants(db, found.courseId, loaded.applied, participantId), now);
  return { ...all, participants: all.participants.filter(({ participant }) => participant.id === participantId) };
}

async function loadCourse(db: Queryable, courseId: number) {
  const sql = 'select time_zone as "timeZone" from course where id = $1';
  const { timeZone } = await one<{ timeZone: string }>(db, sql, [courseId]);
  const { assignments, applied } = await loadAssignments(db, courseId);
  const course: RuledCourse = { timeZone, assignments, extensions: await loadExtensions(db, courseId) };
  return { course, applied };
}

function computed(
  { course }: { readonly course: RuledCourse },
  facts: readonly ParticipantFacts[],
  now: Date,
): CourseGrades {
  const { timeZone, assignments } = course;
  return { timeZone, assignments, participants: gradesOf(course, facts, now) };
}
