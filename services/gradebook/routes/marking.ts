import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { dealMarking, takeBackMarking } from '#services/classroom/marking/deal.ts';
import { nextWork } from '#services/classroom/marking/progress.ts';
import { markingFor } from '#services/classroom/marking/work.ts';
import { type Access, isAtLeast } from '#services/classroom/people/viewer.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { actorOf } from '../doors/actor.ts';
import { markingPage } from '../pages/marking/marking.ts';
import { courseTabs } from '../pages/tabs.ts';
import { bySlug, Id } from './parameters.ts';

const After = Type.Object({ after: Type.Optional(Id) });
const Whose = Type.Object({ login: Type.String({ minLength: 1, maxLength: 100 }) });

/** What people are to mark, of whom, and how far they are. */
export const markingRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const path = '/courses/:slug/marking';
  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug } } as const;
  app.get(path, look, async (request, reply) => {
    const { access } = request;
    const may = { mark: isAtLeast(access.role, 'assistant'), deal: isAtLeast(access.role, 'teacher') };
    const page = markingPage(access.course, await workFor(access), { login: actorOf(request).login, may });
    return reply.page({ ...page, tabs: courseTabs(access, 'Marking') });
  });

  const next = {
    config: { door: { course: 'assistant' } },
    schema: { params: bySlug, querystring: After },
  } as const;
  app.get(`${path}/next`, next, async (request, reply) => {
    const { access, query } = request;
    const found = nextWork(await workFor(access), actorOf(request).login, query.after);
    return reply.redirect(
      found ? `/submissions/${found.submissionId}#marking` : `/courses/${access.course.slug}/marking`,
    );
  });

  const deal = { config: { door: { course: 'teacher' } }, schema: { params: bySlug } } as const;
  app.post(`${path}/deal`, deal, async (request, reply) => {
    const { course } = request.access;
    await transaction(database, (tx) => dealMarking(tx, course.id, actorOf(request)));
    return reply.redirect(`/courses/${course.slug}/marking`, 303);
  });

  const takeBack = { config: { door: { course: 'teacher' } }, schema: { params: bySlug, body: Whose } } as const;
  app.post(`${path}/take-back`, takeBack, async (request, reply) => {
    const { access, body } = request;
    await transaction(database, (tx) => takeBackMarking(tx, access.course.id, body.login, actorOf(request)));
    return reply.redirect(`/courses/${access.course.slug}/marking`, 303);
  });

  const workFor = ({ course, sections }: Access) => markingFor(database, course.id, sections);
};
