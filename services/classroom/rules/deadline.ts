import type { AssignmentRules } from './document.ts';
import type { Extension, ParticipantFacts, RuledAssignment } from './facts.ts';
import type { Deadline } from './grade.ts';

/** Whom an extension may be for. A group has the extensions of its members, for it can only hand in together. */
export type Entitled = Pick<ParticipantFacts, 'id' | 'members' | 'sections'>;

type Ruled = Pick<RuledAssignment, 'id' | 'rules'>;

/** A participant's own dates: of all extensions that are its, the most generous one counts. */
export function deadlineOf(assignment: Ruled, extensions: readonly Extension[], who: Entitled): Deadline {
  const { rules } = assignment;
  const own = extensions.filter((extension) => isOf(extension, assignment.id) && isFor(extension, who));
  return own.reduce(
    (best, extension) => {
      const extended = extend(rules, extension);
      return (extended.due ?? 0) > (best.due ?? 0) ? extended : best;
    },
    extend(rules, undefined),
  );
}

/** The dates that every extension of an assignment gives to somebody. */
export function deadlinesOf(assignment: Ruled, extensions: readonly Extension[]): Deadline[] {
  return extensions
    .filter((extension) => isOf(extension, assignment.id))
    .map((extension) => extend(assignment.rules, extension));
}

function isOf({ assignmentId }: Extension, id: number): boolean {
  return assignmentId === undefined || assignmentId === id;
}

function isFor({ participantId, section }: Extension, { id, members, sections }: Entitled): boolean {
  if (participantId !== undefined) return participantId === id || members.includes(participantId);
  return section === undefined || sections.includes(section);
}

function extend({ due, graceMs, cutoff }: AssignmentRules, extension: Extension | undefined): Deadline {
  if (due === undefined) return never;
  const regular = new Date(due);
  const own = extension ? (extension.until ?? later(regular, (extension.minutes ?? 0) * 60_000)) : regular;
  const lateFrom = later(own, graceMs);
  const end = cutoff === undefined ? undefined : later(new Date(cutoff), own.getTime() - regular.getTime());
  return {
    regular,
    due: own,
    lateFrom,
    cutoff: end && end < lateFrom ? lateFrom : end,
    extension: extension && { id: extension.id, reason: extension.reason },
  };
}

const never: Deadline = {
  ...{ regular: undefined, due: undefined, lateFrom: undefined, cutoff: undefined, extension: undefined },
};

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}
