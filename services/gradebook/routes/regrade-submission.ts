import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { proposeRegrade } from '#services/classroom/proposals/regrade.ts';
import { maybe, transaction } from '#services/platform/database.ts';
import { actorOf } from '../doors/actor.ts';
import { errorPage } from '../pages/layout.ts';
import type { ChangeRoutes } from './changes.ts';
import { byId } from './parameters.ts';

const body = Type.Object({ why: Type.String({ minLength: 1, maxLength: 300 }) });
const assignmentSql = 'select assignment_id as id from submission where id = $1';
const nothing = errorPage(
  'Nothing to grade again',
  'It has no result yet, or it is practice and counts for nobody: there is nothing that could be compared.',
);

/** One commit is graded again. */
export const regradeSubmissionRoutes: FastifyPluginAsyncTypebox<ChangeRoutes> = async (app, { database, ring }) => {
  const ask = { config: { door: { submission: 'teacher' } }, schema: { params: byId, body } } as const;
  app.post('/submissions/:id/regrade', ask, async (request, reply) => {
    const { params, body } = request;
    const { course } = request.access;
    const assignment = await maybe<{ id: number }>(database, assignmentSql, [params.id]);
    if (!assignment) return reply.callNotFound();
    const wish = { courseId: course.id, assignmentId: assignment.id, submissionId: params.id, why: body.why };
    const id = await transaction(database, (tx) => proposeRegrade(tx, wish, actorOf(request)));
    if (id === undefined) return reply.code(409).page(nothing);
    ring('grading');
    return reply.redirect(`/courses/${course.slug}/changes/${id}`, 303);
  });
};
