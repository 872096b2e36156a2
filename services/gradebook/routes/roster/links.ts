import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { linkEntry, unlinkEntry } from '#services/classroom/roster/link.ts';
import { rosterPeople } from '#services/classroom/roster/people.ts';
import { unlinkedPushes } from '#services/classroom/roster/unlinked.ts';
import { transaction } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { personPage } from '../../pages/roster/person.ts';
import { chosen } from '../../pages/roster/unlinked.ts';
import { bySlug, Id } from '../parameters.ts';
import { type RosterRoutes, rosterView } from './index.ts';
import { wordFor } from './said.ts';

export const byPerson = Type.Object({ slug: Type.String({ maxLength: 100 }), person: Id });

const unknown = 'Choose somebody from the list: the number at the end says who is meant.';

/** Who of the roster is which participant, by hand. */
export const rosterLinks: FastifyPluginAsyncTypebox<RosterRoutes> = async (app, { database }) => {
  const config = { door: { course: 'teacher' } } as const;
  const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 40 })) });

  app.get(
    '/courses/:slug/roster/:person',
    { config, schema: { params: byPerson, querystring } },
    async (request, reply) => {
      const { access, params, query } = request;
      const person = (await rosterPeople(database, access.course.id)).find(({ id }) => id === params.person);
      if (!person) return reply.callNotFound();
      const unlinked = await unlinkedPushes(database, access.course.id);
      return reply.page(personPage({ access, person, unlinked, said: wordFor(query.done) }));
    },
  );

  const body = Type.Object({ person: Type.String({ maxLength: 600 }), participant: Id });
  app.post('/courses/:slug/roster/links', { config, schema: { params: bySlug, body } }, async (request, reply) => {
    const { access } = request;
    const { person, participant } = request.body;
    const entry = chosen(person);
    const refuse = async (why: string) =>
      reply.code(409).page(await rosterView(database, request, { said: { text: why, refused: true } }));
    if (entry === undefined) return refuse(unknown);
    const courseId = access.course.id;
    const result = await transaction(database, (tx) => linkEntry(tx, courseId, entry, participant, actorOf(request)));
    return result.done ? reply.redirect(`/courses/${access.course.slug}/roster?done=linked`, 303) : refuse(result.why);
  });

  app.post('/courses/:slug/roster/:person/unlink', { config, schema: { params: byPerson } }, async (request, reply) => {
    const { access, params } = request;
    const { id: courseId, slug } = access.course;
    const result = await transaction(database, (tx) => unlinkEntry(tx, courseId, params.person, actorOf(request)));
    return result.done
      ? reply.redirect(`/courses/${slug}/roster/${params.person}?done=unlinked`, 303)
      : reply.callNotFound();
  });
};
