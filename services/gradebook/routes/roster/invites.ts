import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { createInvite } from '#services/classroom/roster/invite.ts';
import { inviteAll, revokeInvite } from '#services/classroom/roster/invites.ts';
import { rosterPeople } from '#services/classroom/roster/people.ts';
import { transaction } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { freshInvitesPage, invitesCsv, invitesPage } from '../../pages/roster/invites.ts';
import { bySlug } from '../parameters.ts';
import type { RosterRoutes } from './index.ts';
import { byPerson } from './links.ts';

/** Invites: links for who has no login yet. */
export const rosterInvites: FastifyPluginAsyncTypebox<RosterRoutes> = async (app, { database, signIn }) => {
  const config = { door: { course: 'teacher' } } as const;
  const origin = ({ protocol, host }: FastifyRequest) => signIn?.publicUrl ?? `${protocol}://${host}`;

  app.get('/courses/:slug/roster/invites', { config, schema: { params: bySlug } }, async ({ access }, reply) =>
    reply.page(invitesPage(access, await rosterPeople(database, access.course.id), signIn !== undefined)),
  );

  const body = Type.Object({ anew: Type.Optional(Type.Literal('yes')), as: Type.Optional(Type.Enum(['list', 'csv'])) });
  app.post('/courses/:slug/roster/invites', { config, schema: { params: bySlug, body } }, async (request, reply) => {
    const { access } = request;
    const wish = { anew: request.body.anew === 'yes', actor: actorOf(request) };
    const fresh = await transaction(database, (tx) => inviteAll(tx, access.course.id, wish));
    if (request.body.as !== 'csv' || fresh.length === 0)
      return reply.page(freshInvitesPage(access, fresh, origin(request)));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${access.course.slug}-invites.csv"`)
      .send(invitesCsv(fresh, origin(request)));
  });

  const one = { config, schema: { params: byPerson } } as const;
  app.post('/courses/:slug/roster/:person/invite', one, async (request, reply) => {
    const { access, params } = request;
    const courseId = access.course.id;
    const token = await transaction(database, (tx) => createInvite(tx, courseId, params.person, actorOf(request)));
    const entry = (await rosterPeople(database, courseId)).find(({ id }) => id === params.person);
    if (token === undefined || !entry) return reply.callNotFound();
    return reply.page(freshInvitesPage(access, [{ entry, token }], origin(request)));
  });

  app.post('/courses/:slug/roster/:person/uninvite', one, async (request, reply) => {
    const { access, params } = request;
    const courseId = access.course.id;
    const done = await transaction(database, (tx) => revokeInvite(tx, courseId, params.person, actorOf(request)));
    if (!done) return reply.callNotFound();
    return reply.redirect(`/courses/${access.course.slug}/roster/${params.person}?done=uninvited`, 303);
  });
};
