/** Git over HTTP: who may fetch and push what, and what follows a push. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { canSee, covers, permissionsOf } from '../api/access.ts';
import { Refusal } from '../api/answer.ts';
import type { Caller } from '../api/call.ts';
import { identify } from '../api/caller.ts';
import { isAtLeast, levelOf } from '../levels.ts';
import { findRepository, type Repository, type RequestRecord, type World } from '../world.ts';
import { type GitRequest, httpBackend } from './http-backend.ts';
import { moveRefs, oneAtATime } from './one-at-a-time.ts';

const route = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** The parts of a path that belongs to git; undefined for all others. */
export function gitPath(url: URL): { owner: string; name: string; rest: string; service: string } | undefined {
  const [, owner, name, rest] = route.exec(url.pathname) ?? [];
  if (owner === undefined || name === undefined || rest === undefined) return undefined;
  return { owner, name, rest, service: rest === 'info/refs' ? (url.searchParams.get('service') ?? '') : rest };
}

export type GitPath = NonNullable<ReturnType<typeof gitPath>>;

export async function answerGit(
  world: World,
  path: GitPath,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const record = note(world, path, request);
  const fault = world.faults.takeAnswer(path.service)?.kind;
  if (fault === 'hang') return world.faults.hang(response);
  try {
    if (fault !== undefined) throw new Refusal(500, 'Internal Server Error');
    const caller = identify(world, request.headers.authorization);
    record.caller = caller.name;
    const repository = admitted(world, path, caller);
    record.status = 200;
    await serve(world, repository, caller, path, { request, response });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    record.status = error.status;
    refuse(response, error);
  }
}

function note(world: World, path: GitPath, request: IncomingMessage): RequestRecord {
  const { method = 'GET', url = '' } = request;
  const record = { at: world.now(), method, path: url, operation: path.service, body: undefined };
  const noted: RequestRecord = { ...record, caller: 'anonymous', status: null };
  world.requests.push(noted);
  return noted;
}

/** A private repository asks strangers who they are, and does not exist for those who may not see it. */
function admitted(world: World, path: GitPath, caller: Caller): Repository {
  const repository = findRepository(world, path.owner, path.name);
  const isPush = path.service === 'git-receive-pack';
  if (caller.kind === 'anonymous' && (isPush || repository?.isPrivate !== false)) {
    throw new Refusal(401, 'Authentication required', {}, { 'www-authenticate': 'Basic realm="GitHub"' });
  }
  if (repository === undefined || !mayFetch(world, caller, repository)) throw new Refusal(404, 'Repository not found.');
  if (isPush && !mayPush(world, caller, repository)) throw new Refusal(403, 'Write access to repository not granted.');
  return repository;
}

function mayFetch(world: World, caller: Caller, repository: Repository): boolean {
  if (caller.kind === 'app' || !canSee(world, caller, repository)) return false;
  const granted = permissionsOf(caller);
  return granted === null || covers(granted, 'contents:read');
}

function mayPush(world: World, caller: Caller, repository: Repository): boolean {
  const granted = permissionsOf(caller);
  if (granted !== null && !covers(granted, 'contents:write')) return false;
  if (caller.kind === 'installation') return true;
  return caller.kind === 'user' && isAtLeast(levelOf(world, repository, caller.account), 'write');
}

type Exchange = Pick<GitRequest, 'request' | 'response'>;

async function serve(
  world: World,
  repository: Repository,
  caller: Caller,
  path: GitPath,
  exchange: Exchange,
): Promise<void> {
  const run = () =>
    httpBackend({ ...exchange, directory: repository.directory, path: `/${path.rest}`, user: caller.name });
  if (path.rest !== 'git-receive-pack') return (await run())();
  const actor = caller.kind === 'user' ? caller.account : world.app.bot;
  // The pusher's git ends only after everything that follows from the push has been written down.
  const finish = await oneAtATime(world, repository, () => moveRefs(world, repository, actor, run));
  finish();
}

function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${message}\n`);
}
