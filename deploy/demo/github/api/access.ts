import { isAtLeast, levelOf, organizationOf } from '../levels.ts';
import {
  type Account,
  findAccount,
  findRepository,
  type Level,
  type Membership,
  type Organization,
  type Permissions,
  type Repository,
  type World,
} from '../world.ts';
import { notFound, Refusal } from './answer.ts';
import type { Caller, OrganizationRoute, Permission, RepositoryRoute, Route } from './call.ts';

/** Refuses callers of the wrong kind for routes that are about no repository. */
export function checkCaller(route: Route, caller: Caller): void {
  if (route.by === 'app' && caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
}

/**
 * The repository that a path names, when the caller may see it and do what the route does. What a caller may not see
 * does not exist for it (404); what it sees and may not touch is 403.
 */
export function admit(world: World, route: RepositoryRoute, caller: Caller, owner: string, name: string): Repository {
  if (caller.kind === 'app') throw new Refusal(403, 'Resource not accessible by integration');
  const repository = findRepository(world, owner, name);
  if (repository === undefined || !canSee(world, caller, repository)) throw notFound();
  if (route.appsOnly && caller.kind === 'user') throw new Refusal(403, 'You must authenticate via a GitHub App.');
  const granted = permissionsOf(caller);
  if (granted !== null && !hasOne(granted, route.needs)) {
    throw new Refusal(403, 'Resource not accessible by integration');
  }
  checkLevel(world, caller, repository, route.level ?? 'read');
  return repository;
}

/** A user who may only read is not told that there is something to write to. */
function checkLevel(world: World, caller: Caller, repository: Repository, wanted: Level): void {
  if (caller.kind !== 'user' || isAtLeast(levelOf(world, repository, caller.account), wanted)) return;
  throw wanted === 'admin' ? new Refusal(403, 'Must have admin rights to Repository.') : notFound();
}

/** The organisation that a path names, when the caller may do there what the route does. */
export function admitToOrganization(
  world: World,
  route: OrganizationRoute,
  caller: Caller,
  name: string,
): Organization {
  const account = findAccount(world, name);
  const organization = account && organizationOf(world, account);
  if (organization === undefined) throw notFound();
  if (caller.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  const granted = permissionsOf(caller);
  const isOurs = granted === null || world.installation?.account === account;
  if (caller.kind === 'app' || !isOurs || (granted !== null && !route.needs.every((need) => covers(granted, need)))) {
    throw new Refusal(403, 'Resource not accessible by integration');
  }
  if (caller.kind === 'user') checkRole(organization, caller.account, route.role);
  return organization;
}

function checkRole({ members }: Organization, user: Account, wanted: Membership['role']): void {
  const membership = members.get(user.id);
  const isIn = membership?.state === 'active';
  if (isIn && (wanted === 'member' || membership.role === 'admin')) return;
  if (!isIn) throw notFound();
  throw new Refusal(403, 'You must be an organization owner.');
}

/** Whether a repository exists for a caller; by our App's token only where that is installed, too. */
export function canSee(world: World, caller: Caller, repository: Repository): boolean {
  const isInstalled = !repository.isPrivate || repository.owner === world.installation?.account;
  if (caller.kind === 'installation') return isInstalled && (caller.grant.repositoryIds?.has(repository.id) ?? true);
  if (caller.kind === 'user')
    return levelOf(world, repository, caller.account) !== null && (!caller.via || isInstalled);
  return !repository.isPrivate;
}

/** What the App behind a token may do; null: no App is behind it. */
export function permissionsOf(caller: Caller): Permissions | null {
  if (caller.kind === 'installation') return caller.grant.permissions;
  return caller.kind === 'user' ? (caller.via?.permissions ?? null) : null;
}

function hasOne(granted: Permissions, needs: readonly Permission[]): boolean {
  return needs.length === 0 || needs.some((need) => covers(granted, need));
}

const ranks = { read: 1, write: 2, admin: 3 } as const;

/** Whether granted permissions include one that is needed. */
export function covers(granted: Permissions, need: Permission): boolean {
  const [name = '', level = 'read'] = need.split(':');
  const held = granted[name];
  return held !== undefined && ranks[held] >= ranks[level as 'read' | 'write'];
}
