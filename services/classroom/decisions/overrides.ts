import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import type { AboutAssignment, AboutParticipant } from './about.ts';

/** Of whose grade of which assignment. */
export interface Place {
  readonly courseId: number;
  readonly participant: AboutParticipant;
  readonly assignment: Pick<AboutAssignment, 'id' | 'title'>;
}

interface Kept {
  readonly points: number | null;
  readonly reason: string;
}

/** Sets a grade by hand, in place of one that was set before; points undefined: excused. Says so in the log. */
export async function setOverride(
  tx: Queryable,
  place: Place,
  { points, reason }: { readonly points: number | undefined; readonly reason: string },
  actor: Actor,
): Promise<void> {
  const { courseId, participant, assignment } = place;
  await maybe(tx, 'select from participant where id = $1 for no key update', [participant.id]);
  const before = await end(tx, place, actor);
  await execute(
    tx,
    `insert into override (assignment_id, participant_id, points, reason, set_by) values ($1, $2, $3, $4, $5)`,
    [assignment.id, participant.id, points, reason, actor.login],
  );
  const after = { points: points ?? null, reason };
  await note(tx, { courseId, actor, action: 'override.set', subject: subjectOf(place), before, after });
}

/** Lets the computed grade stand again; false where none was set. */
export async function revokeOverride(tx: Queryable, place: Place, actor: Actor): Promise<boolean> {
  const before = await end(tx, place, actor);
  if (!before) return false;
  await note(tx, { courseId: place.courseId, actor, action: 'override.revoke', subject: subjectOf(place), before });
  return true;
}

export function subjectOf({ participant, assignment }: Place): string {
  return `${participant.name}, ${assignment.title}`;
}

async function end(tx: Queryable, { participant, assignment }: Place, actor: Actor): Promise<Kept | undefined> {
  const sql = `update override set revoked_by = $3, revoked_at = now()
    where assignment_id = $1 and participant_id = $2 and revoked_at is null returning points, reason`;
  return maybe<Kept>(tx, sql, [assignment.id, participant.id, actor.login]);
}
