import { slugOf } from '../../manifests/register.ts';
import { accountObject } from '../../objects/account.ts';
import { levelNamed } from '../../objects/collaborator.ts';
import { fullTeamObject, teamObject } from '../../objects/organization.ts';
import { repositoryObject } from '../../objects/repository.ts';
import { findAccount, findRepository, type Repository, type Team, type TeamMembership } from '../../world.ts';
import { type Answer, created, noContent, notFound, ok, Refusal, validationFailed } from '../answer.ts';
import { type OrganizationCall, pick, type Route } from '../call.ts';
import { page } from '../paging.ts';
import { inviteMember, userNamed } from './organizations.ts';

const looking = { by: 'organization', needs: ['members:read'], role: 'member' } as const;
const changing = { by: 'organization', needs: ['members:write'], role: 'admin' } as const;
/** A team's repositories are the business of both. */
const lending = { by: 'organization', needs: ['members:read', 'administration:write'], role: 'admin' } as const;

export const teamRoutes = {
  'teams/list': { ...looking, handle: list },
  'teams/create': { ...changing, role: 'member', isContent: true, handle: create },
  'teams/get-by-name': { ...looking, handle: get },
  'teams/list-members-in-org': { ...looking, handle: listMembers },
  'teams/get-membership-for-user-in-org': { ...looking, handle: getMembership },
  'teams/add-or-update-membership-for-user-in-org': { ...changing, handle: setMembership },
  'teams/remove-membership-for-user-in-org': { ...changing, handle: removeMembership },
  'teams/list-repos-in-org': { ...looking, handle: listRepositories },
  'teams/add-or-update-repo-permissions-in-org': { ...lending, handle: lend },
  'teams/remove-repo-in-org': { ...lending, handle: takeBack },
} as const satisfies Record<string, Route>;

function found({ organization, params }: OrganizationCall): Team {
  return pick(organization.teams, ({ slug }) => slug === params.team_slug);
}

function get(call: OrganizationCall): Answer {
  return ok(fullTeamObject(call.world, call.organization.account, found(call)));
}

function list(call: OrganizationCall): Answer {
  const { world, organization } = call;
  return page(call, organization.teams, (items) => items.map((each) => teamObject(world, organization.account, each)));
}

interface Wish {
  readonly name: string;
  readonly description?: string;
  readonly privacy?: Team['privacy'];
  readonly maintainers?: readonly string[];
  readonly repo_names?: readonly string[];
}

/** A user who makes a team is in it; an App is not. */
function create(call: OrganizationCall): Answer {
  const { world, organization, caller } = call;
  const { name, description = null, privacy = 'secret', ...wish } = call.body as unknown as Wish;
  const slug = slugOf(name);
  const isTaken = slug === '' || organization.teams.some((each) => each.slug === slug);
  if (isTaken) throw validationFailed('Team', 'name', 'Name must be unique for this org');
  const team: Team = {
    ...{ id: world.nextId('team'), name, slug, description, privacy, createdAt: world.now() },
    ...{ members: new Map(), repositories: new Map() },
  };
  const maintainers = [...(wish.maintainers ?? []), ...(caller.kind === 'user' ? [caller.name] : [])];
  for (const login of maintainers) {
    const { id = 0 } = findAccount(world, login) ?? {};
    if (organization.members.get(id)?.state !== 'active') throw validationFailed('Team', 'maintainers', 'is no member');
    team.members.set(id, { role: 'maintainer', state: 'active' });
  }
  for (const each of wish.repo_names ?? []) team.repositories.set(repositoryOf(call, ...split(each)).id, 'read');
  organization.teams.push(team);
  return created(fullTeamObject(world, organization.account, team));
}

function split(fullName: string): readonly [string, string] {
  const [owner = '', name = ''] = fullName.split('/');
  return [owner, name];
}

function listMembers(call: OrganizationCall): Answer {
  const { members } = found(call);
  const people = [...call.world.accounts.values()].filter(({ id }) => members.get(id)?.state === 'active');
  return page(call, people, (items) => items.map((each) => accountObject(call.world, each)));
}

function write(call: OrganizationCall, team: Team, membership: TeamMembership): Answer {
  const url = `${call.world.apiUrl}/organizations/${call.organization.account.id}/team/${team.id}`;
  return ok({ url: `${url}/memberships/${call.params.username}`, ...membership });
}

function getMembership(call: OrganizationCall): Answer {
  const team = found(call);
  const membership = team.members.get(userNamed(call).id);
  if (membership === undefined) throw notFound();
  return write(call, team, membership);
}

/** Somebody outside the organisation is invited to it, and in the team once they accept. */
function setMembership(call: OrganizationCall): Answer {
  const { organization } = call;
  const [team, user] = [found(call), userNamed(call)];
  const { role = 'member' } = call.body as { role?: TeamMembership['role'] };
  if (organization.members.get(user.id) === undefined) inviteMember(organization, user, 'member');
  const { state = 'pending' } = organization.members.get(user.id) ?? {};
  const membership = { role, state };
  team.members.set(user.id, membership);
  return write(call, team, membership);
}

function removeMembership(call: OrganizationCall): Answer {
  found(call).members.delete(userNamed(call).id);
  return noContent;
}

/** The repository named, which has to be the organisation's. */
function repositoryOf(call: OrganizationCall, owner: string, name: string): Repository {
  const repository = findRepository(call.world, owner, name);
  if (repository === undefined) throw notFound();
  if (repository.owner === call.organization.account) return repository;
  throw new Refusal(422, 'Validation Failed');
}

function listRepositories(call: OrganizationCall): Answer {
  const { repositories } = found(call);
  const theirs = [...call.world.repositories.values()].filter(({ id }) => repositories.has(id));
  return page(call, theirs, (items) => items.map((each) => repositoryObject(call.world, each)));
}

function lend(call: OrganizationCall): Answer {
  const { owner = '', repo = '' } = call.params;
  const level = levelNamed(call.body.permission ?? 'push');
  if (level === undefined) throw validationFailed('Team', 'permission', 'permission is unknown');
  found(call).repositories.set(repositoryOf(call, owner, repo).id, level);
  return noContent;
}

function takeBack(call: OrganizationCall): Answer {
  const { owner = '', repo = '' } = call.params;
  found(call).repositories.delete(repositoryOf(call, owner, repo).id);
  return noContent;
}
