import type { Calendar } from './calendar.ts';
import type { AssignmentRules } from './document.ts';
import type { Extension, ParticipantFacts, RuledAssignment } from './facts.ts';
import type { Deadline } from './grade.ts';

/** Whom an extension may be for. A group has the extensions of its members, for it can only hand in together. */
export type Entitled = Pick<ParticipantFacts, 'id' | 'members' | 'sections'>;

type Ruled = Pick<RuledAssignment, 'id' | 'rules'>;

/** A participant's own dates: of all extensions that are its, the most generous one counts. */
export function deadlineOf(
  assignment: Ruled,
  extensions: readonly Extension[],
  who: Entitled,
  calendar: Calendar,
): Deadline {
  const { rules } = assignment;
  const own = extensions.filter((extension) => isOf(extension, assignment.id) && isFor(extension, who));
  return own.reduce(
    (best, extension) => {
      const extended = extend(rules, extension, calendar);
      return (extended.due ?? 0) > (best.due ?? 0) ? extended : best;
    },
    extend(rules, undefined, calendar),
  );
}

/** The dates that every extension of an assignment gives to somebody. */
export function deadlinesOf(assignment: Ruled, extensions: readonly Extension[], calendar: Calendar): Deadline[] {
  return extensions
    .filter((extension) => isOf(extension, assignment.id))
    .map((extension) => extend(assignment.rules, extension, calendar));
}

function isOf({ assignmentId }: Extension, id: number): boolean {
  return assignmentId === undefined || assignmentId === id;
}

/** Whether an extension is somebody's, of whatever assignments. */
export function isFor({ participantId, section }: Extension, { id, members, sections }: Entitled): boolean {
  if (participantId !== undefined) return participantId === id || members.includes(participantId);
  return section === undefined || sections.includes(section);
}

function extend(
  { due, graceMs, cutoff }: AssignmentRules,
  extension: Extension | undefined,
  calendar: Calendar,
): Deadline {
  if (due === undefined) return never;
  const regular = new Date(due);
  const moved = moving(extension, regular, calendar);
  const own = extension?.until ?? moved(regular);
  const lateFrom = later(own, graceMs);
  const end = cutoff === undefined ? undefined : moved(new Date(cutoff));
  return {
    regular,
    due: own,
    lateFrom,
    cutoff: end && end < lateFrom ? lateFrom : end,
    extension: extension && { id: extension.id, reason: extension.reason },
  };
}

/** How an extension moves a date: hours are hours; days, and what leads to a date, go by the clock of the course. */
function moving(
  { until, days, minutes = 0 }: Partial<Extension> = {},
  regular: Date,
  calendar: Calendar,
): (date: Date) => Date {
  if (until) return (date) => calendar.movedAlike(date, regular, until);
  if (days !== undefined) return (date) => calendar.daysAfter(date, days);
  return (date) => later(date, minutes * 60_000);
}

const never: Deadline = {
  ...{ regular: undefined, due: undefined, lateFrom: undefined, cutoff: undefined, extension: undefined },
};

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}
