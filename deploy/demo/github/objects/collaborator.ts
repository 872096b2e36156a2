import { levelOf } from '../levels.ts';
import type { Account, Invitation, Json, Level, Repository, World } from '../world.ts';
import { accountObject, nodeId } from './account.ts';
import { repositoryObject, repositoryPage } from './repository.ts';

/** GitHub's words for levels in requests; the two between are taken for the lower one. */
const wordLevels: Readonly<Record<string, Level>> = {
  ...{ pull: 'read', triage: 'read', read: 'read' },
  ...{ push: 'write', maintain: 'write', write: 'write', admin: 'admin' },
};

/** The level that a request's `permission` means; undefined when GitHub does not know it. */
export function levelNamed(permission: unknown): Level | undefined {
  return wordLevels[String(permission)];
}

/** What a level allows, as GitHub spells it out. */
export function permissionsObject(level: Level | null): Json {
  const push = level === 'write' || level === 'admin';
  return { admin: level === 'admin', maintain: level === 'admin', push, triage: push, pull: level !== null };
}

export function collaboratorObject(world: World, repository: Repository, account: Account): Json {
  const level = levelOf(world, repository, account);
  const names = { name: null, email: null };
  return {
    ...accountObject(world, account),
    ...names,
    permissions: permissionsObject(level),
    role_name: level ?? 'none',
  };
}

export function invitationObject(world: World, repository: Repository, invitation: Invitation): Json {
  return {
    id: invitation.id,
    node_id: nodeId('RI', invitation.id),
    repository: repositoryObject(world, repository),
    invitee: accountObject(world, invitation.invitee),
    inviter: accountObject(world, invitation.inviter),
    permissions: invitation.level,
    created_at: invitation.createdAt.toISOString(),
    expired: false,
    url: `${world.apiUrl}/user/repository_invitations/${invitation.id}`,
    html_url: `${repositoryPage(world, repository)}/invitations`,
  };
}
