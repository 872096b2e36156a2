import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Account } from '#services/classroom/people/viewer.ts';
import { invitationOf } from '#services/classroom/roster/invitation.ts';
import { acceptInvite } from '#services/classroom/roster/invite.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { joinPage, notJoinedPage } from '../pages/join.ts';

/**
 * Where an invite leads. To look changes nothing: mail programs open links, and a browser may be signed in as somebody
 * else.
 */
export const joinRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const params = Type.Object({ token: Type.String({ maxLength: 100 }) });
  const door = { config: { door: 'account' }, schema: { params } } as const;

  app.get('/join/:token', door, async ({ params: { token }, viewer }, reply) => {
    const account = viewer.account as Account;
    const invitation = await invitationOf(database, token, account);
    return reply.code(invitation.state === 'unknown' ? 404 : 200).page(joinPage(token, invitation, account));
  });

  app.post('/join/:token', door, async ({ params: { token }, viewer }, reply) => {
    const accepted = await transaction(database, (tx) => acceptInvite(tx, token, viewer.account as Account));
    if (!accepted.linked) return reply.code(409).page(notJoinedPage(accepted.why));
    return reply.redirect(`/courses/${accepted.invite.course.slug}/me`, 303);
  });
};
