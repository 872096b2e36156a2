import type { RuledAssignment } from './facts.ts';
import type { Grade, ParticipantGrades } from './grade.ts';
import { overridden } from './override.ts';

/**
 * Gives a student what its groups earned, unless the student handed in something itself: what the group handed in, or
 * is to hand in. What a person set for the student stands all the same.
 */
export function groupGrades(
  assignments: readonly RuledAssignment[],
  own: readonly Grade[],
  groups: readonly Pick<ParticipantGrades, 'grades'>[],
): readonly Grade[] {
  if (groups.length === 0) return own;
  return own.map((grade, at) => {
    const theirs = groups.map((group) => group.grades[at]!);
    return ofGroup(grade, theirs, assignments[at]?.groups ?? false);
  });
}

function ofGroup(own: Grade, theirs: readonly Grade[], isForGroups: boolean): Grade {
  if (own.why.attempts.length > 0) return own;
  const found =
    theirs.find(({ why }) => why.attempts.length > 0 || why.override) ?? (isForGroups ? theirs[0] : undefined);
  if (!found) return own;
  return own.why.override ? overridden(found, own.why.override) : found;
}
