import type { Account } from '#services/classroom/people/viewer.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';
import { findInvite, type Invite } from './invite.ts';

/**
 * What somebody who has signed in finds behind an invite. `unknown`: no invite, or one that has ended; `left`: its person
 * is no longer on the roster; `yours`: this account has accepted it; `taken`: another has.
 */
export type Invitation =
  | { readonly state: 'unknown' }
  | { readonly state: 'open' | 'yours' | 'taken' | 'left'; readonly invite: Invite };

export async function invitationOf(db: Queryable, token: string, account: Account): Promise<Invitation> {
  const invite = await findInvite(db, token);
  if (!invite) return { state: 'unknown' };
  if (invite.left) return { state: 'left', invite };
  if (!invite.taken) return { state: 'open', invite };
  const own = await maybe(
    db,
    `select from roster_entry e join participant_account a on a.participant_id = e.participant_id
     where e.id = $1 and a.github_id = $2 limit 1`,
    [invite.entryId, account.githubId],
  );
  return { state: own ? 'yours' : 'taken', invite };
}
