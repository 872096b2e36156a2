import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { accessTo } from '#services/classroom/people/access.ts';
import { makeToken, revokeToken, tokensOf } from '#services/classroom/people/tokens.ts';
import { type Account, isAtLeast, type Viewer } from '#services/classroom/people/viewer.ts';
import { listCourses } from '#services/classroom/results/courses.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { accountPage } from '../pages/account.ts';
import { byId } from './parameters.ts';

const Wish = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  course: Type.Optional(Type.String({ maxLength: 100 })),
  days: Type.Integer({ minimum: 1, maximum: 366 }),
});

/** One's own account: tokens for programs, and signing out everywhere. */
export const accountRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const config = { door: 'account' } as const;

  const shown = async (viewer: Viewer) => ({
    tokens: await tokensOf(database, (viewer.account as Account).githubId),
    courses: await listCourses(database, viewer),
  });

  app.get('/account', { config }, async ({ viewer }, reply) =>
    reply.page(accountPage(viewer.account as Account, await shown(viewer))),
  );

  app.post('/account/tokens', { config, schema: { body: Wish } }, async ({ viewer, body }, reply) => {
    const account = viewer.account as Account;
    const access = body.course ? await accessTo(database, viewer, body.course) : undefined;
    if (body.course && !(access && isAtLeast(access.role, 'student'))) return reply.callNotFound();
    const wish = { name: body.name, courseId: access?.course.id, days: body.days };
    const { token } = await transaction(database, (tx) => makeToken(tx, account, wish));
    return reply.page(accountPage(account, { ...(await shown(viewer)), fresh: token }));
  });

  app.post('/account/tokens/:id/revoke', { config, schema: { params: byId } }, async ({ viewer, params }, reply) => {
    const known = await revokeToken(database, (viewer.account as Account).githubId, params.id);
    return known ? reply.redirect('/account', 303) : reply.callNotFound();
  });
};
