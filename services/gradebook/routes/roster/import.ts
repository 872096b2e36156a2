import fastifyMultipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { importAsShown, tryImport } from '#services/classroom/roster/planned.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { transaction } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { actorOf } from '../../doors/actor.ts';
import { importPage } from '../../pages/roster/import.ts';
import { planPage } from '../../pages/roster/plan.ts';
import { bySlug } from '../parameters.ts';
import { type Upload, uploadLimits, uploadOf } from '../upload.ts';
import type { RosterRoutes } from './index.ts';

/** A file of people: what it would change is shown first, and then applied as shown. */
export const rosterImport: FastifyPluginAsyncTypebox<RosterRoutes> = async (app, { database }) => {
  await app.register(fastifyMultipart, { limits: uploadLimits });
  const door = { config: { door: { course: 'teacher' } }, schema: { params: bySlug } } as const;

  app.get('/courses/:slug/roster/import', door, async ({ access }, reply) => reply.page(importPage(access)));

  app.post('/courses/:slug/roster/import', door, async (request, reply) => {
    const { access } = request;
    const sent = await sentBy(request);
    return orProblems(request, reply, sent, async () => {
      const file = readRoster(sent.bytes, sent.file);
      const options = { replace: sent.replace, actor: actorOf(request) };
      const plan = await tryImport(database, access.course.id, file, options);
      return reply.page(planPage({ access, file, plan, sent }));
    });
  });

  app.post('/courses/:slug/roster/import/apply', door, async (request, reply) => {
    const { access } = request;
    const sent = await sentBy(request);
    return orProblems(request, reply, sent, async () => {
      const file = readRoster(sent.bytes, sent.file);
      const options = { replace: sent.replace, shown: sent.shown, actor: actorOf(request) };
      const { applied, plan } = await transaction(database, (tx) => importAsShown(tx, access.course.id, file, options));
      if (!applied) return reply.code(409).page(planPage({ access, file, plan, sent, stale: true }));
      return reply.redirect(`/courses/${access.course.slug}/roster?done=imported`, 303);
    });
  });
};

interface Sent extends Omit<Upload, 'fields'> {
  readonly replace: boolean;
  /** Fingerprint of the plan that was looked at. */
  readonly shown: string;
}

async function sentBy(request: FastifyRequest): Promise<Sent> {
  const { fields, ...upload } = await uploadOf(request);
  return { ...upload, replace: fields.get('replace') === 'yes', shown: fields.get('shown') ?? '' };
}

async function orProblems<T>({ access }: FastifyRequest, reply: FastifyReply, sent: Sent, work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInput) return reply.code(422).page(importPage(access, sent, error.problems));
    throw error;
  }
}
