import type { RosterEntry } from '#services/classroom/roster/person.ts';
import type { CourseGrades, Grade, ParticipantGrades } from '#services/classroom/rules/grade.ts';
import type { GradeSheet, SheetGrade, SheetStudent } from './sheet.ts';

/**
 * The sheet of a course: everybody on the roster who has not left, and whoever handed something in besides. Somebody
 * who is linked to nobody has no grades; a group's grades stand with each of its members.
 */
export function courseSheet(
  course: GradeSheet['course'],
  { assignments, participants }: CourseGrades,
  roster: readonly RosterEntry[],
): GradeSheet {
  const byId = new Map(participants.map((each) => [each.participant.id, each]));
  const onRoster = new Set(roster.flatMap(({ participantId }) => participantId ?? []));
  const listed = roster
    .filter(({ left }) => !left)
    .map((entry) => studentOf(entry, byId.get(entry.participantId ?? -1), assignments.length));
  const others = participants
    .filter(({ participant: { id, kind } }) => kind === 'student' && !onRoster.has(id))
    .map((each) => studentOf({ name: each.participant.name, login: each.participant.name }, each, assignments.length));
  return {
    course,
    assignments: assignments.map(({ slug, title, maxPoints }) => ({ slug, title, maxPoints })),
    students: [...listed, ...others],
  };
}

type Known = Pick<SheetStudent, 'name' | 'email' | 'institutionId' | 'login' | 'section'>;

function studentOf(known: Known, grades: ParticipantGrades | undefined, count: number): SheetStudent {
  const { name, email, institutionId, login, section } = known;
  return {
    ...{ name, email, institutionId, login, section },
    grades: grades ? grades.grades.map(gradeOf) : Array.from({ length: count }, () => null),
    total: grades?.total.soFar ?? null,
  };
}

/** What is due and was not handed in is no points, which other systems must be told. */
function gradeOf({ state, points }: Grade): SheetGrade {
  if (state === 'excused') return 'excused';
  return state === 'missing' ? 0 : (points ?? null);
}
