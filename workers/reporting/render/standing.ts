import type { Attempt } from '#services/classroom/rules/grade.ts';
import { plain } from './inert.ts';

/** What of an attempt its author must know beside its points. */
export type Standing = Pick<Attempt, 'not' | 'daysLate'>;

/** Behind the points of a title. */
export function standingTitle(standing: Standing | undefined): string {
  if (standing?.not) return ' (does not count)';
  return standing && standing.daysLate > 0 ? ' (late)' : '';
}

/** That it does not count, why, and what mends it; or by how much it is late. */
export function standingLine(standing: Standing | undefined): string {
  if (standing?.not) return `**It does not count.** ${plain(standing.not.words)} ${plain(standing.not.mend)}`;
  const days = standing?.daysLate ?? 0;
  return days > 0 ? `**Late:** day ${days} after the due date. What that costs stands in the gradebook.` : '';
}
