import { appObject, installationObject } from '../../objects/account.ts';
import { repositoryObject } from '../../objects/repository.ts';
import { findRepository, type Grant, type Permissions, type World } from '../../world.ts';
import { covers } from '../access.ts';
import { type Answer, created, noContent, notFound, ok, Refusal } from '../answer.ts';
import type { Call, Permission, Route } from '../call.ts';
import { issueToken } from '../caller.ts';
import { page } from '../paging.ts';

const tokenLife = 3_600_000;

export const appRoutes = {
  'apps/get-authenticated': {
    by: 'app',
    handle: ({ world }) => ok({ ...appObject(world, world.app), installations_count: 1 }),
  },
  'apps/list-installations': {
    by: 'app',
    handle: (call) => page(call, [installationObject(call.world)], (list) => list),
  },
  'apps/get-installation': { by: 'app', handle: getInstallation },
  'apps/get-org-installation': { by: 'app', handle: getOrganizationInstallation },
  'apps/get-repo-installation': { by: 'app', handle: getRepositoryInstallation },
  'apps/create-installation-access-token': { by: 'app', handle: createToken },
  'apps/revoke-installation-access-token': { by: 'anyone', handle: revokeToken },
  'apps/list-repos-accessible-to-installation': { by: 'anyone', handle: listRepositories },
} as const satisfies Record<string, Route>;

function getInstallation({ world, params }: Call): Answer {
  if (params.installation_id !== String(world.installationId)) throw notFound();
  return ok(installationObject(world));
}

function getOrganizationInstallation({ world, params }: Call): Answer {
  if (params.org?.toLowerCase() !== world.organization.login.toLowerCase()) throw notFound();
  return ok(installationObject(world));
}

function getRepositoryInstallation({ world, params }: Call): Answer {
  if (findRepository(world, params.owner ?? '', params.repo ?? '') === undefined) throw notFound();
  return ok(installationObject(world));
}

interface Wanted {
  readonly repository_ids?: readonly number[];
  readonly repositories?: readonly string[];
  readonly permissions?: Permissions;
}

function createToken(call: Call): Answer {
  const { world } = call;
  getInstallation(call);
  const wanted = call.body as Wanted;
  const repositoryIds = wantedRepositories(world, wanted);
  const permissions = wanted.permissions === undefined ? world.app.permissions : narrowed(world, wanted.permissions);
  const expiresAt = new Date(world.now().getTime() + tokenLife);
  const grant: Grant = { repositoryIds, permissions, expiresAt };
  const chosen = [...(repositoryIds ?? [])].map((id) => world.repositories.get(id)!);
  return created({
    token: issueToken(world, grant),
    expires_at: `${expiresAt.toISOString().slice(0, 19)}Z`,
    permissions,
    repository_selection: repositoryIds === null ? 'all' : 'selected',
    ...(repositoryIds === null ? {} : { repositories: chosen.map((each) => repositoryObject(world, each)) }),
  });
}

function wantedRepositories(world: World, wanted: Wanted): ReadonlySet<number> | null {
  const { repository_ids: ids, repositories: names } = wanted;
  if (ids === undefined && names === undefined) return null;
  const byName = (names ?? []).map((name) => findRepository(world, world.organization.login, name)?.id);
  const all = [...(ids ?? []), ...byName];
  if (all.some((id) => id === undefined || !world.repositories.has(id))) {
    const reason = 'does not exist or is not accessible to the parent installation';
    throw new Refusal(422, `There is at least one repository that ${reason}.`);
  }
  return new Set(all as readonly number[]);
}

/** A token may do less than its App, never more; `metadata:read` always comes with it. */
function narrowed(world: World, wanted: Permissions): Permissions {
  const needs = Object.entries(wanted).map(([name, level]) => `${name}:${level}` as Permission);
  if (!needs.every((need) => covers(world.app.permissions, need))) {
    throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  return { metadata: 'read', ...wanted };
}

function revokeToken({ world, caller }: Call): Answer {
  if (caller.kind !== 'installation') throw new Refusal(401, 'Bad credentials');
  for (const [token, grant] of world.grants) if (grant === caller.grant) world.grants.delete(token);
  return noContent;
}

function listRepositories(call: Call): Answer {
  const { world, caller } = call;
  if (caller.kind !== 'installation') throw new Refusal(403, 'You must authenticate with an installation access token');
  const { repositoryIds } = caller.grant;
  const visible = [...world.repositories.values()].filter((each) => repositoryIds?.has(each.id) ?? true);
  return page(call, visible, (items) => ({
    total_count: visible.length,
    repository_selection: repositoryIds === null ? 'all' : 'selected',
    repositories: items.map((each) => repositoryObject(world, each)),
  }));
}
