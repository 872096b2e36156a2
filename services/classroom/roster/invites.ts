import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, type Queryable } from '#services/platform/database.ts';
import { createInvite } from './invite.ts';
import { loadRoster, lockEntry } from './load.ts';
import type { RosterEntry } from './person.ts';

/** An invite that was made just now; its token is known here only. */
export interface FreshInvite {
  readonly entry: RosterEntry;
  readonly token: string;
}

/**
 * Invites everybody on the roster who has no login yet. Who has an open invite keeps it, unless `anew`: the earlier
 * one then ends.
 */
export async function inviteAll(
  tx: Queryable,
  courseId: number,
  { anew, actor }: { readonly anew: boolean; readonly actor: Actor },
): Promise<FreshInvite[]> {
  const fresh: FreshInvite[] = [];
  for (const entry of await loadRoster(tx, courseId)) {
    if (entry.left || entry.participantId !== undefined || (entry.invited && !anew)) continue;
    const token = await createInvite(tx, courseId, entry.id, actor);
    if (token !== undefined) fresh.push({ entry, token });
  }
  return fresh;
}

/** Ends the open invite of a person; false where there is none. */
export async function revokeInvite(tx: Queryable, courseId: number, entryId: number, actor: Actor): Promise<boolean> {
  const entry = await lockEntry(tx, courseId, entryId);
  if (!entry?.invited) return false;
  await execute(tx, 'update roster_entry set invite = null where id = $1', [entryId]);
  await note(tx, { courseId, actor, action: 'roster.uninvite', subject: entry.name });
  return true;
}
