import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { logFilters, readLog } from '#services/classroom/people/log.ts';
import type { Database } from '#services/platform/database.ts';
import { logPage } from '../../pages/people/log.ts';
import { bySlug, Id } from '../parameters.ts';

/** Entries of a page. */
const PAGE = 50;

/** The log of a course. It names everybody, so it is for teachers alone. */
export const logRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const querystring = Type.Object({
    actor: Type.Optional(Type.String({ maxLength: 100 })),
    action: Type.Optional(Type.String({ maxLength: 100 })),
    before: Type.Optional(Id),
  });
  const door = { config: { door: { course: 'teacher' } }, schema: { params: bySlug, querystring } } as const;

  app.get('/courses/:slug/log', door, async ({ access, query }, reply) => {
    const { before } = query;
    const [actor, action] = [query.actor || undefined, query.action || undefined];
    const courseId = access.course.id;
    const found = await readLog(database, courseId, { actor, action, before, limit: PAGE + 1 });
    const entries = found.slice(0, PAGE);
    const next = found.length > PAGE ? entries.at(-1)?.id : undefined;
    const filters = await logFilters(database, courseId);
    return reply.page(logPage({ access, entries, filters, actor, action, next, older: before !== undefined }));
  });
};
