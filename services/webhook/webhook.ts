import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Bell, type Delivery, processDelivery } from '#services/classroom/intake/index.ts';
import type { Database } from '#services/platform/database.ts';
import { isSigned } from './signature.ts';

export interface WebhookDeps {
  /** With the rights of the web. */
  readonly database: Database;
  /** The present webhook secret, and the one before it while it is being replaced. Never empty. */
  readonly secrets: readonly string[];
  /** Says that somebody has work. Must not reject; nobody waits for it. */
  readonly ring: (bell: Bell) => unknown;
}

/** GitHub sends no more than 25 MB, and needs some room for what counts differently. */
const bodyLimit = 26 * 1024 * 1024;

const path = '/webhooks/github';

/** Receives GitHub's deliveries. Answers 202 once everything that follows from one is committed. */
export async function webhook(app: FastifyInstance, deps: WebhookDeps): Promise<void> {
  if (deps.secrets.length === 0 || deps.secrets.includes(''))
    throw new Error('a webhook needs a secret that is not empty');
  // The signature is over the bytes as they came, so they are verified before anything looks into them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
    done(null, body),
  );
  app.setErrorHandler(refuse);
  app.post(path, { bodyLimit }, (request, reply) => receive(request, reply, deps));
  app.get(path, (_request, reply) =>
    reply.code(405).header('allow', 'POST').send({
      error:
        'This is where GitHub sends its webhooks, by POST. Enter this address as the webhook URL of the GitHub App.',
    }),
  );
}

async function receive(request: FastifyRequest, reply: FastifyReply, deps: WebhookDeps): Promise<FastifyReply> {
  // When the request began: nobody is late because a large body took its time.
  const receivedAt = new Date(Date.now() - reply.elapsedTime);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (!isSigned(body, header(request, 'x-hub-signature-256'), deps.secrets)) {
    request.log.warn({ bytes: body.length }, 'delivery refused: signature');
    return say(reply, 401, unsigned);
  }
  const guid = header(request, 'x-github-delivery');
  const event = header(request, 'x-github-event');
  if (!guid || !/^[\w-]{1,100}$/.test(guid)) return say(reply, 400, 'X-GitHub-Delivery is missing, or no delivery id.');
  if (!event || !/^[\w.-]{1,100}$/.test(event)) return say(reply, 400, 'X-GitHub-Event is missing, or names no event.');
  const parsed = parse(body);
  if (!parsed) return say(reply, 400, 'The body is no JSON.');
  return accept(request, reply, deps, { guid, event, payload: parsed.payload, bytes: body.length, receivedAt });
}

async function accept(
  request: FastifyRequest,
  reply: FastifyReply,
  { database, ring }: WebhookDeps,
  delivery: Delivery,
) {
  const { guid, event } = delivery;
  const { outcome, reason, again, repository, run, bells } = await processDelivery(database, delivery);
  request.log.info({ delivery: guid, event, repository, run, outcome, reason, again }, 'delivery processed');
  for (const bell of bells) ring(bell);
  return reply.code(202).send({ delivery: guid, outcome, reason, again: again || undefined });
}

const unsigned = 'X-Hub-Signature-256 is missing or wrong: is the webhook secret here the one at GitHub?';

const unsupported = 'Send JSON: choose application/json as the content type of the webhook at GitHub.';

/** Says what is wrong with a request; what is wrong with us is logged, and GitHub is told to send it again later. */
function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return say(reply, 415, unsupported);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return say(reply, 413, `The body is larger than ${bodyLimit} bytes.`);
  if (error.statusCode && error.statusCode < 500) return say(reply, error.statusCode, error.message);
  const facts = {
    err: error,
    delivery: header(request, 'x-github-delivery'),
    event: header(request, 'x-github-event'),
  };
  request.log.error(facts, 'delivery failed');
  return say(reply, 500, 'The fault is ours; please deliver it again later.');
}

function say(reply: FastifyReply, code: number, error: string): FastifyReply {
  return reply.code(code).send({ error });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function parse(body: Buffer): { readonly payload: unknown } | undefined {
  try {
    return { payload: JSON.parse(body.toString()) };
  } catch {
    return undefined;
  }
}
