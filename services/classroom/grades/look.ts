import type { Queryable } from '#services/platform/database.ts';
import { detailsFrom, type Look } from '../rules/visibility.ts';
import { datesOfParticipant, type OfAssignment } from './dates.ts';

/** How a participant looks at its results of an assignment: what is after-due is open from its and everybody's end. */
export async function lookOfParticipant(db: Queryable, of: OfAssignment, now: Date = new Date()): Promise<Look> {
  const { deadline, others } = await datesOfParticipant(db, of);
  return { viewer: 'participant', now, due: detailsFrom(deadline, others) };
}
