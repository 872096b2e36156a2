import { one, type Queryable } from '#services/platform/database.ts';
import { deadlineOf, deadlinesOf } from '../rules/deadline.ts';
import { detailsFrom, type Look } from '../rules/visibility.ts';
import { loadAssignments } from './assignments.ts';
import { loadExtensions } from './decisions.ts';
import { loadPeople } from './people.ts';

/** How a participant looks at its results of an assignment: what is after-due is open from its and everybody's end. */
export async function lookOfParticipant(
  db: Queryable,
  { participantId, assignmentId }: { readonly participantId: number; readonly assignmentId: number },
  now: Date = new Date(),
): Promise<Look> {
  const sql = 'select course_id as "courseId" from participant where id = $1';
  const { courseId } = await one<{ courseId: number }>(db, sql, [participantId]);
  const { assignments } = await loadAssignments(db, courseId);
  const assignment = assignments.find(({ id }) => id === assignmentId);
  const who = (await loadPeople(db, courseId, participantId)).find(({ id }) => id === participantId);
  if (!assignment || !who) return { viewer: 'participant', now, due: undefined };
  const extensions = await loadExtensions(db, courseId);
  const due = detailsFrom(deadlineOf(assignment, extensions, who), deadlinesOf(assignment, extensions));
  return { viewer: 'participant', now, due };
}
