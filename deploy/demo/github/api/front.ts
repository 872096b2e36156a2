/**
 * The REST API's door. A request is: counted, perhaps made to fail, identified, admitted, measured against GitHub's
 * description, handled; its answer is measured too.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Description, Match } from '../openapi/description.ts';
import type { Json, RequestRecord, World } from '../world.ts';
import { admit, admitToOrganization, checkCaller } from './access.ts';
import { type Answer, notFound, Refusal, refusalAnswer } from './answer.ts';
import type { Call, Caller, Route } from './call.ts';
import { identify } from './caller.ts';
import { conditional } from './conditional.ts';
import type { AnswerFault } from './faults.ts';
import { rateHeaders, secondaryLimit } from './limits.ts';
import { routes } from './routes.ts';
import { brokenRule } from './rules.ts';

export const apiRoot = '/api/v3';

/** A request with its body read. */
interface Arrived {
  readonly method: string;
  /** Below the API's root, with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export async function answerApi(
  world: World,
  description: Description,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrived = await arrive(request);
  const match = description.match(arrived);
  const record: RequestRecord = {
    ...{ at: world.now(), method: arrived.method, path: arrived.path, body: arrived.body },
    ...{ operation: match?.operation ?? null, caller: 'anonymous', status: null },
  };
  world.requests.push(record);
  const fault = world.faults.takeAnswer(match?.operation ?? '');
  if (fault?.kind === 'hang') return world.faults.hang(response);
  const whole = await answerOnce(world, description, arrived, match, record, fault);
  const answer = conditional(whole, arrived.method, arrived.headers['if-none-match']);
  if (answer.status === 304) world.limits.refund(record.caller, record.at);
  record.status = answer.status;
  write(world, record, response, answer);
}

async function arrive(request: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const path = inOnePart((request.url ?? '').slice(apiRoot.length)) || '/';
  const headers = request.headers as Record<string, string>;
  return { method: request.method ?? 'GET', path, headers, body: parseBody(text) };
}

/** The rest of these paths is one parameter, with its slashes as they are; the description's matcher wants it encoded. */
const greedy = /^(\/repos\/[^/]+\/[^/]+\/(?:contents|git\/refs?|git\/matching-refs))\/([^?]+)/;
/** The contents of the whole repository: the matcher wants something where the path would be. */
const whole = /^(\/repos\/[^/]+\/[^/]+\/contents)\/?(?=\?|$)/;

function inOnePart(path: string): string {
  const encoded = path.replace(greedy, (_, start: string, rest: string) => `${start}/${rest.replaceAll('/', '%2F')}`);
  return encoded.replace(whole, '$1/%2F');
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the fault says, or what GitHub would say; refusals become answers here. */
async function answerOnce(
  world: World,
  description: Description,
  arrived: Arrived,
  match: Match | undefined,
  record: RequestRecord,
  fault: AnswerFault | undefined,
): Promise<Answer> {
  try {
    if (fault !== undefined && fault.kind !== 'done-but-502') throw faultRefusal(fault);
    if (match === undefined) throw unknownPath(world, arrived);
    const answer = await handle(world, description, arrived, match, record);
    const problems = description.answerProblems(match.operation, answer.status, answer.body);
    if (problems.length > 0) world.misfits.push({ what: 'answer', operation: match.operation, problems });
    if (fault !== undefined) throw new Refusal(502, 'Server Error');
    return answer;
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    const problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    world.misfits.push({ what: 'answer', operation: record.operation ?? arrived.path, problems });
    return refusalAnswer(new Refusal(500, 'Server Error'));
  }
}

function faultRefusal(fault: AnswerFault): Refusal {
  if (fault.kind === 'server-error') return new Refusal(500, 'Server Error');
  if (fault.kind === 'gone') return new Refusal(410, 'This is gone');
  if (fault.kind === 'unprocessable') return new Refusal(422, 'Validation Failed');
  return secondaryLimit(fault.retryAfter ?? 60, fault.kind === 'too-many-requests' ? 429 : 403);
}

function unknownPath(world: World, { method, path }: Arrived): Refusal {
  const problems = ['GitHub has no such operation, or the extract of its description leaves it out'];
  world.misfits.push({ what: 'request', operation: `${method} ${path}`, problems });
  return notFound();
}

async function handle(
  world: World,
  description: Description,
  arrived: Arrived,
  match: Match,
  record: RequestRecord,
): Promise<Answer> {
  const caller = identify(world, arrived.headers.authorization);
  record.caller = caller.name;
  const route = routes[match.operation];
  if (match.operation !== 'rate-limit/get') {
    world.limits.charge(caller.name, world.now(), arrived.method, route.isContent === true);
  }
  checkCaller(route, caller);
  const { params, query } = match;
  const url = `${world.apiUrl}${arrived.path}`;
  const allowed = admitted(world, route, caller, params);
  checkRequest(world, description, arrived, match);
  return allowed({ world, caller, url, params, query, body: (arrived.body ?? {}) as Json });
}

/** What answers the call, when the caller may make it. */
function admitted(
  world: World,
  route: Route,
  caller: Caller,
  params: Match['params'],
): (call: Call) => Answer | Promise<Answer> {
  if (route.by === 'repository') {
    const { owner = params.template_owner ?? '', repo = params.template_repo ?? '' } = params;
    const repository = admit(world, route, caller, owner, repo);
    return (call) => route.handle({ ...call, repository });
  }
  if (route.by === 'organization') {
    const organization = admitToOrganization(world, route, caller, params.org ?? '');
    return (call) => route.handle({ ...call, organization });
  }
  return route.handle;
}

/** 422 for what GitHub refuses; and a note, because our own requests should never be refused. */
function checkRequest(world: World, description: Description, arrived: Arrived, { operation }: Match): void {
  const note = (problems: readonly string[]) => world.misfits.push({ what: 'request', operation, problems });
  const unknown = description.unknownNames(operation, arrived);
  if (unknown.length > 0) note(unknown.map((name) => `GitHub does not know ${name}`));
  const problems = description.requestProblems(operation, arrived);
  if (problems.length > 0) {
    note(problems);
    throw new Refusal(422, `Invalid request.\n\n${problems.join('\n')}`);
  }
  const refusal = brokenRule(operation, (arrived.body ?? {}) as Json);
  if (refusal === undefined) return;
  note([JSON.stringify(refusal.more.errors)]);
  throw refusal;
}

function write(world: World, record: RequestRecord, response: ServerResponse, answer: Answer): void {
  const id = randomBytes(10).toString('hex').toUpperCase();
  response.writeHead(answer.status, {
    date: world.now().toUTCString(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': [id.slice(0, 4), id.slice(4, 10), id.slice(10, 16), id.slice(16)].join(':'),
    ...rateHeaders(world.limits.state(record.caller, record.at)),
    ...(answer.body === null ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...answer.headers,
  });
  response.end(answer.body === null ? undefined : JSON.stringify(answer.body));
}
