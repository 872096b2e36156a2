import { acceptMembership } from '../../controls/organization-controls.ts';
import { organizationOf } from '../../levels.ts';
import { accountObject } from '../../objects/account.ts';
import { fullOrganizationObject, membershipObject } from '../../objects/organization.ts';
import { type Account, findAccount, type Membership, type Organization } from '../../world.ts';
import { type Answer, notFound, ok, Refusal } from '../answer.ts';
import { type Call, type OrganizationCall, pick, type Route } from '../call.ts';
import { page } from '../paging.ts';

const looking = { by: 'organization', needs: ['members:read'], role: 'member' } as const;

export const organizationRoutes = {
  'orgs/get': { by: 'anyone', handle: get },
  'orgs/list-members': { ...looking, handle: list },
  'orgs/get-membership-for-user': { ...looking, handle: membershipOf },
  'orgs/set-membership-for-user': {
    ...{ by: 'organization', needs: ['members:write'], role: 'admin', isContent: true },
    handle: setMembership,
  },
  'orgs/get-membership-for-authenticated-user': { by: 'anyone', handle: ownMembership },
  'orgs/update-membership-for-authenticated-user': { by: 'anyone', handle: accept },
} as const satisfies Record<string, Route>;

function organizationNamed({ world, params }: Call): Organization {
  const account = findAccount(world, params.org ?? '');
  const organization = account && organizationOf(world, account);
  if (organization === undefined) throw notFound();
  return organization;
}

function get(call: Call): Answer {
  return ok(fullOrganizationObject(call.world, organizationNamed(call).account));
}

function list(call: OrganizationCall): Answer {
  const { world, organization, query } = call;
  const { role = 'all' } = query;
  const members = [...world.accounts.values()].filter(({ id }) => {
    const membership = organization.members.get(id);
    return membership?.state === 'active' && (role === 'all' || membership.role === role);
  });
  return page(call, members, (items) => items.map((each) => accountObject(world, each)));
}

/** The user of a path. */
export function userNamed({ world, params }: Call): Account {
  return pick([...world.accounts.values()], (each) => {
    return each.type === 'User' && each.login.toLowerCase() === params.username?.toLowerCase();
  });
}

function answer(call: Call, { account, members }: Organization, user: Account): Answer {
  const membership = members.get(user.id);
  if (membership === undefined) throw notFound();
  return ok(membershipObject(call.world, account, user, membership));
}

function membershipOf(call: OrganizationCall): Answer {
  return answer(call, call.organization, userNamed(call));
}

/** A stranger is invited; a member changes roles at once. */
function setMembership(call: OrganizationCall): Answer {
  const user = userNamed(call);
  const { role = 'member' } = call.body as { role?: Membership['role'] };
  inviteMember(call.organization, user, role);
  return answer(call, call.organization, user);
}

export function inviteMember({ members }: Organization, user: Account, role: Membership['role']): void {
  members.set(user.id, { role, state: members.get(user.id)?.state ?? 'pending' });
}

/** A user asking about themselves. */
function self(call: Call): Account {
  if (call.caller.kind === 'user') return call.caller.account;
  throw new Refusal(call.caller.kind === 'anonymous' ? 401 : 403, 'Resource not accessible by integration');
}

function ownMembership(call: Call): Answer {
  return answer(call, organizationNamed(call), self(call));
}

function accept(call: Call): Answer {
  const organization = organizationNamed(call);
  acceptMembership(call.world, organization.account, self(call));
  return answer(call, organization, self(call));
}
