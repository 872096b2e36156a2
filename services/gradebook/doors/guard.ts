import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accessTo, placeOfSubmission, seesParticipant } from '#services/classroom/people/access.ts';
import { type Access, isAtLeast, type Role } from '#services/classroom/people/viewer.ts';
import type { Database } from '#services/platform/database.ts';
import { isApi, refuseForbidden } from '../pages/refusals.ts';
import './door.ts';

/** What stands in the way of a request; undefined: nothing. */
type Refusal = 'sign-in' | 'not-there' | 'not-allowed';

/** Lets each request through its route's door, and nobody through a route without one. */
export function guard(app: FastifyInstance, database: Database): void {
  app.decorateRequest('access');
  app.addHook('onRoute', ({ config, url }) => {
    if (config?.door === undefined) throw new Error(`the route ${url} has no door: say who may open it`);
  });
  // Before anything that was sent is looked at: who may not enter learns nothing, not even what was wrong with it.
  app.addHook('preValidation', async (request, reply) => {
    const refusal = await refusalOf(database, request);
    if (refusal === 'sign-in') return askToSignIn(request, reply);
    if (refusal === 'not-there') return reply.callNotFound();
    if (refusal === 'not-allowed') return refuseForbidden(request, reply);
  });
}

async function refusalOf(database: Database, request: FastifyRequest): Promise<Refusal | undefined> {
  const { door } = request.routeOptions.config;
  const { viewer } = request;
  // Without a route there is nothing to guard: it is the page that says so.
  if (door === undefined || door === 'public') return undefined;
  if (!viewer.account && !viewer.admin) return 'sign-in';
  if (door === 'anybody') return undefined;
  if (door === 'account') return viewer.account ? undefined : 'not-there';
  if (door === 'admin') return viewer.admin ? undefined : 'not-there';
  return 'course' in door
    ? courseRefusal(database, request, door.course)
    : submissionRefusal(database, request, door.submission);
}

async function courseRefusal(database: Database, request: FastifyRequest, least: Role): Promise<Refusal | undefined> {
  const { slug } = request.params as { slug: string };
  const access = await accessTo(database, request.viewer, slug);
  return access ? admit(request, access, least) : 'not-there';
}

async function submissionRefusal(
  database: Database,
  request: FastifyRequest,
  least: Role,
): Promise<Refusal | undefined> {
  const id = Number((request.params as { id: string }).id);
  const place = Number.isSafeInteger(id) ? await placeOfSubmission(database, id) : undefined;
  const access = place && (await accessTo(database, request.viewer, place.slug));
  if (!access || !(await seesParticipant(database, access, place.participantId))) return 'not-there';
  return admit(request, access, least);
}

function admit(request: FastifyRequest, access: Access, least: Role): Refusal | undefined {
  request.access = access;
  return isAtLeast(access.role, least) ? undefined : 'not-allowed';
}

function askToSignIn(request: FastifyRequest, reply: FastifyReply) {
  if (request.method === 'GET' && !isApi(request))
    return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`);
  return reply.code(401).send({ error: 'Sign in, or send a token: Authorization: Bearer pushmark_…' });
}
