import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findAttention } from '#services/classroom/results/attention.ts';
import { retryErrored } from '#services/classroom/runs/retry.ts';
import type { Database } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { attentionPage } from '../../pages/attention.ts';
import { courseTabs } from '../../pages/tabs.ts';
import { bySlug } from '../parameters.ts';

export interface AttentionRoutes {
  readonly database: Database;
  /** Says that somebody has work. Must not reject; nobody waits for it. */
  readonly ring: (bell: 'grading' | 'reporting') => unknown;
}

const Query = Type.Object({ retried: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) });
const Cause = Type.Object({ cause: Type.String({ minLength: 1, maxLength: 5000 }) });

/** What of a course needs a look, and what a teacher can do about it. */
export const attentionRoutes: FastifyPluginAsyncTypebox<AttentionRoutes> = async (app, { database, ring }) => {
  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug, querystring: Query } } as const;
  app.get('/courses/:slug/attention', look, async ({ access, query }, reply) => {
    const page = attentionPage(access, await findAttention(database, access), query.retried);
    return reply.page({ ...page, tabs: courseTabs(access, 'Needs a look') });
  });

  const retry = { config: { door: { course: 'teacher' } }, schema: { params: bySlug, body: Cause } } as const;
  app.post('/courses/:slug/retry', retry, async (request, reply) => {
    const { course } = request.access;
    const { cause } = request.body;
    const runs = await retryErrored(database, { course: course.slug, cause }, actorOf(request));
    ring('grading');
    return reply.redirect(`/courses/${course.slug}/attention?retried=${runs.length}`, 303);
  });
};
