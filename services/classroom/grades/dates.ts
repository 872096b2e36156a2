import { one, type Queryable } from '#services/platform/database.ts';
import { calendarOf } from '../rules/calendar.ts';
import { deadlineOf, deadlinesOf } from '../rules/deadline.ts';
import { type AssignmentRules, noRules } from '../rules/document.ts';
import type { Deadline } from '../rules/grade.ts';
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
}

/** The rules alone: reports, pages and hand-ins ask for dates, and none of them for points. */
const rulesSql = `
  select c.id as "courseId", c.time_zone as "timeZone", a.id is not null as there, a.rules
  from participant p join course c on c.id = p.course_id
    left join assignment a on a.id = $2 and a.course_id = c.id and not a.retired
  where p.id = $1`;

/** Without dates where the assignment has left the course. */
export async function datesOfParticipant(db: Queryable, { participantId, assignmentId }: OfAssignment): Promise<Dates> {
  const { courseId, timeZone, there, rules } = await one<Row>(db, rulesSql, [participantId, assignmentId]);
  const who = (await loadPeople(db, courseId, participantId)).find(({ id }) => id === participantId);
  if (!there || !who) return { timeZone, deadline: noDates, others: [] };
  const assignment = { id: assignmentId, rules: rules ?? noRules };
  const extensions = await loadExtensions(db, courseId);
  const calendar = calendarOf(timeZone);
  return {
    timeZone,
    deadline: deadlineOf(assignment, extensions, who, calendar),
    others: deadlinesOf(assignment, extensions, calendar),
  };
}

interface Row {
  readonly courseId: number;
  readonly timeZone: string;
  readonly there: boolean;
  readonly rules: AssignmentRules | null;
}

const noDates: Deadline = {
  ...{ regular: undefined, due: undefined, lateFrom: undefined, cutoff: undefined, extension: undefined },
};
