import { organizationOf } from '../levels.ts';
import type { Account, Membership, World } from '../world.ts';
import { findAccount } from '../world.ts';
import { needAccount, newAccount } from './accounts.ts';

export interface MembershipWish {
  readonly user: string;
  /** Null: out of it, and out of its teams. */
  readonly role: Membership['role'] | null;
  /** Default: the first organisation. */
  readonly organization?: string;
}

/** Organisations and who is in them. */
export function organizationControls(world: World) {
  return {
    /** One more organisation; the App is not in it. */
    createOrganization: (login: string): { readonly id: number; readonly login: string } => {
      const { id } = createOrganization(world, login);
      return { id, login };
    },
    /** Makes a user owner (`admin`) or member, without an invitation. */
    setMembership: ({ user, role, organization = world.organization.login }: MembershipWish): void => {
      const { members, teams } = needOrganization(world, organization);
      const { id } = needAccount(world, user);
      if (role !== null) return void members.set(id, { role, state: 'active' });
      for (const group of [members, ...teams.map((team) => team.members)]) group.delete(id);
    },
    /** The user takes up the invitation to an organisation, and with it those to its teams. */
    acceptMembership: (user: string, organization: string = world.organization.login): void =>
      acceptMembership(world, needOrganization(world, organization).account, needAccount(world, user)),
  };
}

function createOrganization(world: World, login: string): Account {
  if (findAccount(world, login) !== undefined) throw new Error(`there is an account ${login} already`);
  const account = newAccount(world.nextId, login, 'Organization', world.now());
  world.accounts.set(login.toLowerCase(), account);
  world.organizations.set(account.id, { account, members: new Map(), teams: [] });
  return account;
}

function needOrganization(world: World, login: string) {
  const found = organizationOf(world, needAccount(world, login));
  if (found === undefined) throw new Error(`${login} is no organisation`);
  return found;
}

/** Nothing happens to somebody who was not invited. */
export function acceptMembership(world: World, organization: Account, user: Account): void {
  const found = organizationOf(world, organization);
  for (const group of [found?.members, ...(found?.teams.map((team) => team.members) ?? [])]) {
    const membership = group?.get(user.id);
    if (membership !== undefined) membership.state = 'active';
  }
}
