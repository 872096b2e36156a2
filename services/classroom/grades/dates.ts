import { one, type Queryable } from '#services/platform/database.ts';
import { deadlineOf, deadlinesOf } from '../rules/deadline.ts';
import type { Deadline } from '../rules/grade.ts';
import { type Applied, loadAssignments } from './assignments.ts';
import { loadExtensions } from './decisions.ts';
import { loadPeople } from './people.ts';

export interface OfAssignment {
  readonly participantId: number;
  readonly assignmentId: number;
}

/** Dates of one participant for one assignment. */
export interface Dates {
  readonly timeZone: string;
  readonly deadline: Deadline;
  /** What extensions give to anybody. */
  readonly others: readonly Deadline[];
  readonly applied: Applied;
}

/** Without dates where the assignment has left the course. */
export async function datesOfParticipant(db: Queryable, { participantId, assignmentId }: OfAssignment): Promise<Dates> {
  const courseSql = `select c.id, c.time_zone as "timeZone" from participant p join course c on c.id = p.course_id
    where p.id = $1`;
  const { id: courseId, timeZone } = await one<{ id: number; timeZone: string }>(db, courseSql, [participantId]);
  const { assignments, applied } = await loadAssignments(db, courseId);
  const assignment = assignments.find(({ id }) => id === assignmentId);
  const who = (await loadPeople(db, courseId, participantId)).find(({ id }) => id === participantId);
  if (!assignment || !who) return { timeZone, deadline: noDates, others: [], applied };
  const extensions = await loadExtensions(db, courseId);
  return {
    timeZone,
    deadline: deadlineOf(assignment, extensions, who),
    others: deadlinesOf(assignment, extensions),
    applied,
  };
}

const noDates: Deadline = {
  ...{ regular: undefined, due: undefined, lateFrom: undefined, cutoff: undefined, extension: undefined },
};
