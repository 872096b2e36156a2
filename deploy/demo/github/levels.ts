/** Who may do what with a repository, and who belongs to an organisation. */
import type { Account, Level, Membership, Organization, Repository, Team, World } from './world.ts';

const ranks: Readonly<Record<Level, number>> = { read: 1, write: 2, admin: 3 };

export function isAtLeast(level: Level | null, wanted: Level): boolean {
  return level !== null && ranks[level] >= ranks[wanted];
}

/**
 * What a user may do with a repository; null: it does not exist for them. Being a member of the organisation gives
 * nothing by itself: classrooms set its base permission to none.
 */
export function levelOf(world: World, repository: Repository, account: Account): Level | null {
  if (account === repository.owner || ownersOf(world, repository.owner).includes(account)) return 'admin';
  const levels = [
    repository.access.get(account.id) ?? (repository.isPrivate ? null : 'read'),
    ...teamsOf(world, repository.owner, account).map((team) => team.repositories.get(repository.id) ?? null),
  ];
  return levels.reduce((best, level) => (level !== null && !isAtLeast(best, level) ? level : best), null);
}

export function organizationOf(world: World, account: Account): Organization | undefined {
  return world.organizations.get(account.id);
}

/** The users who run an organisation; none for a user's account. */
export function ownersOf(world: World, account: Account): readonly Account[] {
  const members = organizationOf(world, account)?.members ?? new Map<number, Membership>();
  return [...world.accounts.values()].filter(({ id }) => {
    const membership = members.get(id);
    return membership?.role === 'admin' && membership.state === 'active';
  });
}

/** Whether a user has accepted to be in an organisation. */
export function isMember(world: World, organization: Account, account: Account): boolean {
  return organizationOf(world, organization)?.members.get(account.id)?.state === 'active';
}

function teamsOf(world: World, organization: Account, account: Account): readonly Team[] {
  const teams = organizationOf(world, organization)?.teams ?? [];
  return teams.filter(({ members }) => members.get(account.id)?.state === 'active');
}
