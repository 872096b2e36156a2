import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { addPerson, correctPerson, removePerson } from '#services/classroom/roster/edit.ts';
import { rosterPeople } from '#services/classroom/roster/people.ts';
import { unlinkedPushes } from '#services/classroom/roster/unlinked.ts';
import { transaction } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { actorOf } from '../../doors/actor.ts';
import { problemsOf } from '../../pages/roster/form.ts';
import { personPage } from '../../pages/roster/person.ts';
import { bySlug } from '../parameters.ts';
import { type RosterRoutes, rosterView } from './index.ts';
import { byPerson } from './links.ts';

const cell = Type.Optional(Type.String({ maxLength: 1000 }));
const Typed = Type.Object({
  ...{ name: cell, email: cell, institutionId: cell, login: cell, section: cell, group: cell },
});

/** One person of the roster, changed in a form. */
export const rosterEdits: FastifyPluginAsyncTypebox<RosterRoutes> = async (app, { database }) => {
  const config = { door: { course: 'teacher' } } as const;
  const roster = ({ access }: Pick<FastifyRequest, 'access'>) => `/courses/${access.course.slug}/roster`;

  const adding = { config, schema: { params: bySlug, body: Typed } } as const;
  app.post('/courses/:slug/roster/people', adding, async (request, reply) => {
    const { access, body } = request;
    const add = () => transaction(database, (tx) => addPerson(tx, access.course.id, body, actorOf(request)));
    const wrong = await problemsIn(add);
    if (wrong === undefined) return reply.redirect(`${roster(request)}?done=added`, 303);
    return reply.code(422).page(await rosterView(database, request, { typed: body, said: problemsOf(wrong) }));
  });

  const correcting = { config, schema: { params: byPerson, body: Typed } } as const;
  app.post('/courses/:slug/roster/:person/correct', correcting, async (request, reply) => {
    const { access, params, body } = request;
    let found = false;
    const wrong = await problemsIn(async () => {
      found = await transaction(database, (tx) =>
        correctPerson(tx, access.course.id, params.person, body, actorOf(request)),
      );
    });
    if (wrong) return refuse(request, reply, { person: params.person, body, wrong });
    return found ? reply.redirect(`${roster(request)}/${params.person}?done=corrected`, 303) : reply.callNotFound();
  });

  for (const [word, back] of [['remove', false] as const, ['back', true] as const]) {
    const one = { config, schema: { params: byPerson } } as const;
    app.post(`/courses/:slug/roster/:person/${word}`, one, async (request, reply) => {
      const { person } = request.params as Static<typeof byPerson>;
      const wish = { back, actor: actorOf(request) };
      const done = await transaction(database, (tx) => removePerson(tx, request.access.course.id, person, wish));
      return done ? reply.redirect(`${roster(request)}/${person}?done=${word}`, 303) : reply.callNotFound();
    });
  }

  async function refuse(
    { access }: Pick<FastifyRequest, 'access'>,
    reply: FastifyReply,
    { person: id, body, wrong }: { person: number; body: Static<typeof Typed>; wrong: InvalidInput },
  ) {
    const person = (await rosterPeople(database, access.course.id)).find((each) => each.id === id);
    if (!person) return reply.callNotFound();
    const unlinked = await unlinkedPushes(database, access.course.id);
    return reply.code(422).page(personPage({ access, person, unlinked, typed: body, said: problemsOf(wrong) }));
  }
};

async function problemsIn(work: () => Promise<unknown>): Promise<InvalidInput | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}
