import { appObject, installationObject } from '../../objects/account.ts';
import { repositoryObject } from '../../objects/repository.ts';
import {
  type Account,
  findAccount,
  findRepository,
  type Grant,
  type Installation,
  type Permissions,
  type World,
} from '../../world.ts';
import { covers } from '../access.ts';
import { type Answer, created, noContent, ok, Refusal } from '../answer.ts';
import { type Call, type Permission, pick, type Route } from '../call.ts';
import { issueToken } from '../caller.ts';
import { page } from '../paging.ts';

const tokenLife = 3_600_000;

export const appRoutes = {
  'apps/get-authenticated': {
    by: 'app',
    handle: (call) => ok({ ...appObject(call.world, call.world.app), installations_count: installations(call).length }),
  },
  'apps/list-installations': {
    by: 'app',
    handle: (call) =>
      page(call, installations(call), (list) => list.map((each) => installationObject(call.world, each))),
  },
  'apps/get-installation': { by: 'app', handle: getInstallation },
  'apps/get-org-installation': { by: 'app', handle: getOrganizationInstallation },
  'apps/get-repo-installation': { by: 'app', handle: getRepositoryInstallation },
  'apps/create-installation-access-token': { by: 'app', handle: createToken },
  'apps/revoke-installation-access-token': { by: 'anyone', handle: revokeToken },
  'apps/list-repos-accessible-to-installation': { by: 'anyone', handle: listRepositories },
} as const satisfies Record<string, Route>;

function installations({ world }: Call): readonly Installation[] {
  return world.installation === null ? [] : [world.installation];
}

function getInstallation(call: Call): Answer {
  const found = pick(installations(call), ({ id }) => String(id) === call.params.installation_id);
  return ok(installationObject(call.world, found));
}

function getOrganizationInstallation(call: Call): Answer {
  const found = pick(installations(call), ({ account }) => account === findAccount(call.world, call.params.org ?? ''));
  return ok(installationObject(call.world, found));
}

function getRepositoryInstallation(call: Call): Answer {
  const repository = findRepository(call.world, call.params.owner ?? '', call.params.repo ?? '');
  const found = pick(installations(call), ({ account }) => account === repository?.owner);
  return ok(installationObject(call.world, found));
}

interface Wanted {
  readonly repository_ids?: readonly number[];
  readonly repositories?: readonly string[];
  readonly permissions?: Permissions;
}

function createToken(call: Call): Answer {
  const { world } = call;
  getInstallation(call);
  const installation = world.installation!;
  if (installation.suspendedAt) throw new Refusal(403, 'This installation has been suspended');
  const granted = installation.granted?.permissions ?? world.app.permissions;
  const wanted = call.body as Wanted;
  const repositoryIds = wantedRepositories(world, wanted);
  const permissions = wanted.permissions === undefined ? granted : narrowed(granted, wanted.permissions);
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
  const byName = (names ?? []).map((name) => findRepository(world, installedOn(world).login, name)?.id);
  const all = [...(ids ?? []), ...byName];
  if (all.some((id) => world.repositories.get(id ?? 0)?.owner !== installedOn(world))) {
    const reason = 'does not exist or is not accessible to the parent installation';
    throw new Refusal(422, `There is at least one repository that ${reason}.`);
  }
  return new Set(all as readonly number[]);
}

function installedOn(world: World): Account {
  if (world.installation === null) throw new Refusal(404, 'Not Found');
  return world.installation.account;
}

/** A token may do less than its installation, never more; `metadata:read` always comes with it. */
function narrowed(granted: Permissions, wanted: Permissions): Permissions {
  const needs = Object.entries(wanted).map(([name, level]) => `${name}:${level}` as Permission);
  if (!needs.every((need) => covers(granted, need))) {
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
  const owned = [...world.repositories.values()].filter(({ owner }) => owner === installedOn(world));
  const visible = owned.filter((each) => repositoryIds?.has(each.id) ?? true);
  return page(call, visible, (items) => ({
    total_count: visible.length,
    repository_selection: repositoryIds === null ? 'all' : 'selected',
    repositories: items.map((each) => repositoryObject(world, each)),
  }));
}
