import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { answerRequest, dealRequests } from '#services/classroom/requests/answer.ts';
import { askRegrade } from '#services/classroom/requests/ask.ts';
import { requestsOfCourse } from '#services/classroom/requests/requests.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { actorOf } from '../doors/actor.ts';
import { errorPage } from '../pages/layout.ts';
import { requestsPage } from '../pages/requests.ts';
import { courseTabs } from '../pages/tabs.ts';
import { byId, bySlug, Id } from './parameters.ts';

const Ask = Type.Object({
  criterion: Type.String({ minLength: 1, maxLength: 64 }),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
});
const Answer = Type.Object({
  state: Type.Enum(['granted', 'declined']),
  answer: Type.String({ minLength: 1, maxLength: 2000 }),
});
const params = Type.Object({ ...bySlug.properties, request: Id });

/** Students ask for another look at a criterion; staff answers. */
export const requestRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const own = { config: { door: { submission: 'student' } }, schema: { params: byId, body: Ask } } as const;
  app.post('/submissions/:id/requests', own, async ({ viewer, params: { id }, body }, reply) => {
    const { account } = viewer;
    if (!account) return reply.code(403).page(errorPage('Sign in first', 'A request is answered to a person.'));
    const refusal = await transaction(database, (tx) => askRegrade(tx, account, { submissionId: id, ...body }));
    if (refusal) return reply.code(409).page(errorPage('Not asked', refusal));
    return reply.redirect(`/submissions/${id}#requests`, 303);
  });

  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug } } as const;
  app.get('/courses/:slug/requests', look, async ({ access }, reply) => {
    const requests = await requestsOfCourse(database, access.course.id, access.sections);
    const may = { answer: isAtLeast(access.role, 'assistant'), deal: isAtLeast(access.role, 'teacher') };
    return reply.page({ ...requestsPage(access.course, requests, may), tabs: courseTabs(access, 'Requests') });
  });

  const answer = { config: { door: { course: 'assistant' } }, schema: { params, body: Answer } } as const;
  app.post('/courses/:slug/requests/:request', answer, async (request, reply) => {
    const { access, params, body } = request;
    const { course, sections } = access;
    const theirs = await requestsOfCourse(database, course.id, sections);
    if (!theirs.some(({ id }) => id === params.request)) return reply.callNotFound();
    const wish = { courseId: course.id, requestId: params.request, ...body };
    const done = await transaction(database, (tx) => answerRequest(tx, wish, actorOf(request)));
    if (!done) return reply.code(409).page(errorPage('Answered already', 'Somebody was faster; see the list.'));
    return reply.redirect(`/courses/${course.slug}/requests`, 303);
  });

  const deal = { config: { door: { course: 'teacher' } }, schema: { params: bySlug } } as const;
  app.post('/courses/:slug/requests/deal', deal, async (request, reply) => {
    const { course } = request.access;
    await transaction(database, (tx) => dealRequests(tx, course.id, actorOf(request)));
    return reply.redirect(`/courses/${course.slug}/requests`, 303);
  });
};
