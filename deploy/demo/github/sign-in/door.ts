/** GitHub's pages and answers for signing in with an App; there is no official description to measure them by. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { document, pageHeaders } from '../page/document.ts';
import { readForm } from '../page/form.ts';
import { escapeHtml } from '../page/markdown.ts';
import type { Json, Misfit, RequestRecord, World } from '../world.ts';
import { authorize } from './authorize.ts';
import { choosePage } from './choose-page.ts';
import { exchange } from './exchange.ts';

export type SignInOperation = 'login/oauth/authorize' | 'login/oauth/access_token';

export interface Exchange {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** What GitHub knows; it ignores others, so a misspelling would go unnoticed. */
const known: Readonly<Record<SignInOperation, readonly string[]>> = {
  'login/oauth/authorize': [
    ...['client_id', 'redirect_uri', 'login', 'scope', 'state', 'code_challenge', 'code_challenge_method'],
    ...['allow_signup', 'prompt', 'response_type'],
  ],
  'login/oauth/access_token': [
    ...['client_id', 'client_secret', 'code', 'redirect_uri', 'code_verifier', 'repository_id'],
    ...['grant_type', 'refresh_token', 'state'],
  ],
};

/** The operation that a request is; undefined when it is none of these. */
export function signInOperation(method: string | undefined, { pathname }: URL): SignInOperation | undefined {
  if (method === 'GET' && pathname === '/login/oauth/authorize') return 'login/oauth/authorize';
  return method === 'POST' && pathname === '/login/oauth/access_token' ? 'login/oauth/access_token' : undefined;
}

export async function answerSignIn(world: World, operation: SignInOperation, exchanged: Exchange): Promise<void> {
  const { url, request, response } = exchanged;
  const body = await readForm(request);
  const record: RequestRecord = {
    ...{ at: world.now(), method: request.method ?? '', path: url.pathname + url.search, operation },
    ...{ body, caller: 'anonymous', status: null },
  };
  world.requests.push(record);
  const fault = world.faults.takeAnswer(operation)?.kind;
  if (fault === 'hang') return;
  const wanted = { ...Object.fromEntries(url.searchParams), ...body };
  noteUnknown(world.misfits, operation, wanted);
  response.once('finish', () => {
    record.status = response.statusCode;
  });
  if (fault !== undefined) return void response.writeHead(500, { 'content-type': 'text/plain' }).end('Server Error\n');
  if (operation === 'login/oauth/authorize') showAuthorize(world, exchanged);
  else writeToken(request, response, exchange(world, wanted));
}

function noteUnknown(misfits: Misfit[], operation: SignInOperation, wanted: Json): void {
  const unknown = Object.keys(wanted).filter((name) => !known[operation].includes(name));
  const problems = unknown.map((name) => `GitHub does not know ${name}`);
  if (problems.length > 0) misfits.push({ what: 'request', operation, problems });
}

function showAuthorize(world: World, { url, response }: Exchange): void {
  const outcome = authorize(world, url.searchParams);
  if (outcome.kind === 'redirect') return void response.writeHead(302, { location: outcome.to }).end();
  if (outcome.kind === 'refused') {
    const { status, message } = outcome;
    return void response.writeHead(status, pageHeaders).end(document(message, `<h1>${escapeHtml(message)}</h1>`));
  }
  response.writeHead(200, pageHeaders).end(choosePage(world, outcome.app, url.searchParams, outcome.cancel));
}

/** A form unless JSON is asked for. */
function writeToken(request: IncomingMessage, response: ServerResponse, answer: Json): void {
  const wantsJson = request.headers.accept?.includes('json') === true;
  const type = wantsJson ? 'application/json' : 'application/x-www-form-urlencoded';
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(wantsJson ? JSON.stringify(answer) : String(new URLSearchParams(answer as Record<string, string>)));
}
