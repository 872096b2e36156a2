import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { matchChoices, matchRepositoryByHand } from '#services/classroom/decisions/match-repository.ts';
import { type Access, isAtLeast } from '#services/classroom/people/viewer.ts';
import { findAttention } from '#services/classroom/results/attention.ts';
import { retryGivenUp } from '#services/classroom/runs/retry.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { type AttentionMore, attentionPage } from '../../pages/attention.ts';
import type { Page } from '../../pages/layout.ts';
import { courseTabs } from '../../pages/tabs.ts';
import { bySlug, Id } from '../parameters.ts';

export interface AttentionRoutes {
  readonly database: Database;
  /** Says that somebody has work. Must not reject; nobody waits for it. */
  readonly ring: (bell: 'grading' | 'reporting') => unknown;
}

const Query = Type.Object({ retried: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) });
const Cause = Type.Object({ cause: Type.String({ minLength: 1, maxLength: 5000 }) });

const Match = Type.Object({
  ...{ repository: Id, assignment: Id, kind: Type.Enum(['student', 'group']) },
  name: Type.String({ minLength: 1, maxLength: 100 }),
});

/** Ends the transaction of what cannot be: nothing of it stays. */
class Refused extends Error {}

async function orWhy(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** What of a course needs a look, and what a teacher can do about it. */
export const attentionRoutes: FastifyPluginAsyncTypebox<AttentionRoutes> = async (app, { database, ring }) => {
  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug, querystring: Query } } as const;
  app.get('/courses/:slug/attention', look, async ({ access, query }, reply) => {
    return reply.page(await attention(access, { retried: query.retried }));
  });

  const retry = { config: { door: { course: 'teacher' } }, schema: { params: bySlug, body: Cause } } as const;
  app.post('/courses/:slug/retry', retry, async (request, reply) => {
    const { course } = request.access;
    const { cause } = request.body;
    const runs = await retryGivenUp(database, { course: course.slug, cause }, actorOf(request));
    ring('grading');
    return reply.redirect(`/courses/${course.slug}/attention?retried=${runs.length}`, 303);
  });

  const match = { config: { door: { course: 'teacher' } }, schema: { params: bySlug, body: Match } } as const;
  app.post('/courses/:slug/match', match, async (request, reply) => {
    const { access, body } = request;
    const { repository: repositoryId, assignment: assignmentId, kind, name } = body;
    const wish = { repositoryId, assignmentId, kind, name, actor: actorOf(request) };
    const why = await orWhy(() =>
      transaction(database, async (tx) => {
        const matched = await matchRepositoryByHand(tx, access.course.id, wish);
        if ('why' in matched) throw new Refused(matched.why);
      }),
    );
    if (why !== undefined) return reply.code(409).page(await attention(access, { why }));
    ring('grading');
    return reply.redirect(`/courses/${access.course.slug}/attention`, 303);
  });

  async function attention(access: Access, more: AttentionMore): Promise<Page> {
    const mayMatch = isAtLeast(access.role, 'teacher');
    const choices = mayMatch ? await matchChoices(database, access.course.id) : [];
    const page = attentionPage(access, await findAttention(database, access), { ...more, choices });
    return { ...page, tabs: courseTabs(access, 'Needs a look') };
  }
};
