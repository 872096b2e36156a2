import type { Commit } from '../git/commits.ts';
import { accountObject, installationObject, nodeId, organizationObject } from '../objects/account.ts';
import { hookedCheckRunObject, hookedSuiteObject } from '../objects/check.ts';
import { commentObject } from '../objects/comment.ts';
import { issueObject, pullObject } from '../objects/pull.ts';
import { repositoryObject } from '../objects/repository.ts';
import type {
  Account,
  CheckRun,
  CheckSuite,
  Comment,
  Installation,
  Json,
  PullRequest,
  Repository,
  World,
} from '../world.ts';

/** Sends an event about a repository, with what every such webhook carries; only what the App subscribed to. */
export function emit(
  world: World,
  event: string,
  action: string | null,
  repository: Repository,
  sender: Account,
  about: Json,
): void {
  const { installation } = world;
  const heard = installation?.granted?.events ?? world.app.events;
  if (installation?.account !== repository.owner || installation.suspendedAt || !heard.includes(event)) return;
  const payload = {
    ...(action === null ? {} : { action }),
    repository: repositoryObject(world, repository),
    organization: organizationObject(world, repository.owner),
    sender: accountObject(world, sender),
    installation: { id: installation.id, node_id: nodeId('I', installation.id) },
    ...about,
  };
  world.outgoing.send({ event, action, repositoryId: repository.id, payload });
}

export type PullAction = 'opened' | 'closed' | 'reopened' | 'edited' | 'synchronize';

export function emitPull(
  world: World,
  action: PullAction,
  repository: Repository,
  pull: PullRequest,
  sender: Account,
  more: Json = {},
): void {
  const about = { number: pull.number, pull_request: pullObject(world, repository, pull), ...more };
  emit(world, 'pull_request', action, repository, sender, about);
}

export function emitComment(
  world: World,
  action: 'created' | 'edited' | 'deleted',
  repository: Repository,
  comment: Comment,
  sender: Account,
  more: Json = {},
): void {
  const pull = repository.pulls.find((each) => each.number === comment.pull);
  if (pull === undefined) return;
  const issue = issueObject(world, repository, pull);
  emit(world, 'issue_comment', action, repository, sender, {
    issue,
    comment: commentObject(world, repository, comment),
    ...more,
  });
}

/** `rerequested` goes to the App that owns the run and to nobody else. */
export function emitCheckRun(
  world: World,
  action: 'created' | 'completed' | 'rerequested',
  repository: Repository,
  run: CheckRun,
  sender: Account,
): void {
  if (action === 'rerequested' && run.app !== world.app) return;
  const check_run = hookedCheckRunObject(world, repository, run);
  emit(world, 'check_run', action, repository, sender, { check_run });
}

export function emitSuite(
  world: World,
  action: 'requested' | 'rerequested' | 'completed',
  repository: Repository,
  suite: CheckSuite,
  commit: Commit,
  sender: Account,
): void {
  const check_suite = hookedSuiteObject(world, repository, suite, commit);
  emit(world, 'check_suite', action, repository, sender, { check_suite });
}

/** Sent to every App whether subscribed or not. */
export function emitInstalled(world: World, made: Installation, by: Account): void {
  const owned = [...world.repositories.values()].filter(({ owner }) => owner === made.account);
  const repositories = owned.map((repository) => {
    const { id, node_id, name, full_name, private: isPrivate } = repositoryObject(world, repository);
    return { id, node_id, name, full_name, private: isPrivate };
  });
  const installation = installationObject(world, made);
  const sender = accountObject(world, by);
  const payload = { action: 'created', installation, repositories, requester: null, sender };
  world.outgoing.send({ event: 'installation', action: 'created', repositoryId: null, payload });
}

/** A user takes back the consent that was given at sign-in; sent whether subscribed or not. */
export function emitAuthorizationRevoked(world: World, user: Account): void {
  const payload = { action: 'revoked', sender: accountObject(world, user) };
  world.outgoing.send({ event: 'github_app_authorization', action: 'revoked', repositoryId: null, payload });
}

export function emitPing(world: World): void {
  const at = world.app.createdAt.toISOString();
  const url = world.outgoing.target()?.url ?? world.origin;
  const config = { content_type: 'json', insecure_ssl: '0', secret: '********', url };
  const hook = { type: 'App', id: 512_000_000, name: 'web', active: true, app_id: world.app.id };
  const times = { created_at: at, updated_at: at, deliveries_url: `${world.apiUrl}/app/hook/deliveries` };
  const payload = {
    zen: 'Keep it logically awesome.',
    hook_id: hook.id,
    hook: { ...hook, ...times, events: world.app.events, config },
  };
  world.outgoing.send({ event: 'ping', action: null, repositoryId: null, payload });
}
