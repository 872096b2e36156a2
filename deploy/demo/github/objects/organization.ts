import type { Account, Json, Membership, Team, World } from '../world.ts';
import { accountObject, nodeId, organizationObject } from './account.ts';

/** What `GET /orgs/{org}` answers. */
export function fullOrganizationObject(world: World, organization: Account): Json {
  const at = organization.createdAt.toISOString();
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  return {
    ...organizationObject(world, organization),
    ...{ has_organization_projects: true, has_repository_projects: true, ...counts },
    ...{ html_url: `${world.origin}/${organization.login}`, type: 'Organization' },
    ...{ created_at: at, updated_at: at, archived_at: null },
  };
}

export function membershipObject(world: World, organization: Account, user: Account, membership: Membership): Json {
  const url = `${world.apiUrl}/orgs/${organization.login}`;
  return {
    url: `${url}/memberships/${user.login}`,
    ...membership,
    organization_url: url,
    organization: organizationObject(world, organization),
    user: accountObject(world, user),
    permissions: { can_create_repository: membership.role === 'admin' },
  };
}

/** A team as lists show it. */
export function teamObject(world: World, organization: Account, team: Team): Json {
  const url = `${world.apiUrl}/organizations/${organization.id}/team/${team.id}`;
  const { id, name, slug, description, privacy } = team;
  return {
    ...{ id, node_id: nodeId('T', id), name, slug, description, privacy },
    ...{ notification_setting: 'notifications_enabled', permission: 'pull', parent: null },
    ...{ url, members_url: `${url}/members{/member}`, repositories_url: `${url}/repos` },
    html_url: `${world.origin}/orgs/${organization.login}/teams/${slug}`,
    ...{ type: 'organization', organization_id: organization.id },
  };
}

/** A single team. */
export function fullTeamObject(world: World, organization: Account, team: Team): Json {
  const at = team.createdAt.toISOString();
  return {
    ...teamObject(world, organization, team),
    ...{ members_count: team.members.size, repos_count: team.repositories.size, created_at: at, updated_at: at },
    organization: fullOrganizationObject(world, organization),
  };
}
