import type { ParticipantFacts, RuledAssignment } from './facts.ts';
import type { Grade, ParticipantGrades } from './grade.ts';
import { overridden } from './override.ts';

type Grades = Omit<ParticipantGrades, 'total'>;

/**
 * Gives each student what its group earned, unless the student handed in something itself: what the group handed in, or
 * is to hand in. What a person set for the student stands all the same.
 */
export function groupGrades(
  assignments: readonly RuledAssignment[],
  all: readonly ParticipantFacts[],
  own: readonly Grades[],
): Grades[] {
  const byId = new Map(own.map((grades) => [grades.participant.id, grades]));
  return own.map((grades, i) => {
    const groups = (all[i]?.groups ?? []).flatMap((id) => byId.get(id) ?? []);
    if (groups.length === 0) return grades;
    const shared = (grade: Grade, at: number) => {
      const theirs = groups.map((group) => group.grades[at]!);
      return ofGroup(grade, theirs, assignments[at]?.groups ?? false);
    };
    return { ...grades, grades: grades.grades.map(shared) };
  });
}

function ofGroup(own: Grade, theirs: readonly Grade[], isForGroups: boolean): Grade {
  if (own.why.attempts.length > 0) return own;
  const found =
    theirs.find(({ why }) => why.attempts.length > 0 || why.override) ?? (isForGroups ? theirs[0] : undefined);
  if (!found) return own;
  return own.why.override ? overridden(found, own.why.override) : found;
}
