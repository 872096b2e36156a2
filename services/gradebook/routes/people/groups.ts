import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { type GroupResult, groupsOf } from '#services/classroom/roster/groups.ts';
import { groupSizes, moveMember, putInGroup, studentsAlone } from '#services/classroom/roster/move.ts';
import { type Queryable, transaction } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { groupsPage } from '../../pages/people/groups.ts';
import type { Said } from '../../pages/roster/roster.ts';
import { bySlug, Id } from '../parameters.ts';
import type { PeopleRoutes } from './index.ts';

/** Ends the transaction of what cannot be: nothing of it stays. */
class Refused extends Error {}

/** Groups of a course; a teacher moves who is in them. */
export const groupRoutes: FastifyPluginAsyncTypebox<PeopleRoutes> = async (app, { database, accepting }) => {
  const path = '/courses/:slug/groups';
  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug } } as const;
  const teacher = { door: { course: 'teacher' } } as const;

  app.get(path, look, async (request, reply) => reply.page(await groups(request)));

  const put = Type.Object({ student: Id, group: Type.String({ minLength: 1, maxLength: 60 }) });
  app.post(path, { config: teacher, schema: { params: bySlug, body: put } }, async (request, reply) => {
    const { student, group } = request.body;
    const wish = { name: group, studentId: student, actor: actorOf(request) };
    return decide(request, reply, (tx) => putInGroup(tx, request.access.course.id, wish));
  });

  const move = Type.Object({ student: Id, from: Id, to: Type.Union([Id, Type.Literal('')]) });
  app.post(`${path}/move`, { config: teacher, schema: { params: bySlug, body: move } }, async (request, reply) => {
    const { student, from, to } = request.body;
    const wish = { studentId: student, from, to: to === '' ? undefined : to, actor: actorOf(request) };
    return decide(request, reply, (tx) => moveMember(tx, request.access.course.id, wish));
  });

  async function groups({ access }: Pick<FastifyRequest, 'access'>, said?: Said) {
    const { course, sections, role } = access;
    const alone = await studentsAlone(database, course.id, sections);
    const all = await groupsOf(database, course.id, sections);
    const sizes = await groupSizes(database, course.id);
    return groupsPage({ access, groups: all, alone, sizes, mayChange: isAtLeast(role, 'teacher'), said });
  }

  async function decide(
    request: Pick<FastifyRequest, 'access'>,
    reply: FastifyReply,
    work: (tx: Queryable) => Promise<GroupResult>,
  ) {
    try {
      await transaction(database, async (tx) => {
        const result = await work(tx);
        if ('why' in result) throw new Refused(result.why);
      });
      accepting?.look();
      return reply.redirect(`/courses/${request.access.course.slug}/groups`, 303);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return reply.code(409).page(await groups(request, { text: error.message, refused: true }));
    }
  }
};
