/** How outsiders get into a repository: they are invited, and have to say yes. */
import type { Account, Invitation, Level, Repository, World } from '../world.ts';

/** Invites somebody; a second invitation of the same person changes the first. */
export function invite(
  world: World,
  repository: Repository,
  inviter: Account,
  invitee: Account,
  level: Level,
): Invitation {
  const pending = repository.invitations.find((each) => each.invitee === invitee);
  if (pending !== undefined) {
    pending.level = level;
    return pending;
  }
  const invitation = { id: world.nextId('invitation'), invitee, inviter, level, createdAt: world.now() };
  repository.invitations.push(invitation);
  return invitation;
}

/** With `accepted` the invitee gets in; either way the invitation is gone. */
export function endInvitation(repository: Repository, invitation: Invitation, accepted: boolean): void {
  repository.invitations.splice(repository.invitations.indexOf(invitation), 1);
  if (accepted) repository.access.set(invitation.invitee.id, invitation.level);
}

export interface Invited {
  readonly repository: Repository;
  readonly invitation: Invitation;
}

/** The open invitations of a user. */
export function invitationsOf(world: World, user: Account): readonly Invited[] {
  return [...world.repositories.values()].flatMap((repository) =>
    repository.invitations.filter(({ invitee }) => invitee === user).map((invitation) => ({ repository, invitation })),
  );
}
