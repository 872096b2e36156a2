/** GitHub's pages and answers for signing in with an App; there is no official description to measure them by. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type PageAnswer, pageAnswer, redirect, refusal } from '../page/answer.ts';
import { readForm } from '../page/form.ts';
import type { Json, Misfit, RequestRecord, World } from '../world.ts';
import { authorize } from './authorize.ts';
import { choosePage } from './choose-page.ts';
import { exchange, type Parameters } from './exchange.ts';

export type SignInOperation = 'login/oauth/authorize' | 'login/oauth/access_token';

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

export async function answerSignIn(
  world: World,
  operation: SignInOperation,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
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
  const answer = fault === undefined ? write(world, operation, url, request, wanted) : refusal(500, 'Server Error');
  record.status = answer.status;
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function write(
  world: World,
  operation: SignInOperation,
  url: URL,
  request: IncomingMessage,
  wanted: Parameters,
): PageAnswer {
  if (operation === 'login/oauth/authorize') return authorizeAnswer(world, url.searchParams);
  return tokenAnswer(exchange(world, wanted), request.headers.accept?.includes('json') === true);
}

function noteUnknown(misfits: Misfit[], operation: SignInOperation, wanted: Json): void {
  const unknown = Object.keys(wanted).filter((name) => !known[operation].includes(name));
  const problems = unknown.map((name) => `GitHub does not know ${name}`);
  if (problems.length > 0) misfits.push({ what: 'request', operation, problems });
}

function authorizeAnswer(world: World, query: URLSearchParams): PageAnswer {
  const outcome = authorize(world, query);
  if (outcome.kind === 'redirect') return redirect(outcome.to);
  if (outcome.kind === 'refused') return refusal(outcome.status, outcome.message);
  return pageAnswer(choosePage(world, outcome.app, query, outcome.cancel));
}

/** A form unless JSON is asked for. */
function tokenAnswer(answer: Json, wantsJson: boolean): PageAnswer {
  const type = wantsJson ? 'application/json' : 'application/x-www-form-urlencoded';
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
  const form = () => String(new URLSearchParams(answer as Record<string, string>));
  return { status: 200, headers, body: wantsJson ? JSON.stringify(answer) : form() };
}
