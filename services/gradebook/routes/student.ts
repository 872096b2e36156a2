import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { seesParticipant } from '#services/classroom/people/access.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import { called } from '#services/classroom/results/called.ts';
import { feedbackOfLastHour } from '#services/classroom/results/feedback.ts';
import { seenSubmission } from '#services/classroom/results/seen-submission.ts';
import { findStudentSheet, latestResult, type StudentSheet } from '#services/classroom/results/student.ts';
import { findSubmission } from '#services/classroom/results/submission.ts';
import type { Database } from '#services/platform/database.ts';
import { errorPage } from '../pages/layout.ts';
import { studentPage } from '../pages/student.ts';
import { courseTabs } from '../pages/tabs.ts';
import { bySlug, Id } from './parameters.ts';

export interface StudentRoutes {
  readonly database: Database;
  readonly githubUrl: string;
}

const nobody =
  'You are in this course, and nothing of yours has arrived yet. Accept an assignment or push to your repository; then this page shows it.';

/** A student's own page, also for the staff of its section. */
export const studentRoutes: FastifyPluginAsyncTypebox<StudentRoutes> = async (app, { database, githubUrl }) => {
  const config = { door: { course: 'student' } } as const;

  app.get('/courses/:slug/me', { config, schema: { params: bySlug } }, async ({ access }, reply) => {
    const [own] = access.participants;
    if (own !== undefined) return reply.redirect(`/courses/${access.course.slug}/participants/${own}`);
    return reply.page({ ...errorPage(access.course.title, nobody), tabs: courseTabs(access, 'My work') });
  });

  const params = Type.Object({ ...bySlug.properties, participant: Id });
  app.get('/courses/:slug/participants/:participant', { config, schema: { params } }, async (request, reply) => {
    const { access, params } = request;
    if (!(await seesParticipant(database, access, params.participant))) return reply.callNotFound();
    const found = await findStudentSheet(database, params.participant);
    if (!found) return reply.callNotFound();
    const sheet = await called(database, found);
    const here = access.participants.includes(params.participant) ? 'My work' : 'Gradebook';
    const feedback = await feedbackOfLastHour(database, access.course.id);
    const latest = await latestOf(database, access, sheet);
    const page = studentPage({ course: access.course, sheet, latest, feedback, githubUrl, now: new Date() });
    return reply.page({ ...page, tabs: courseTabs(access, here) });
  });
};

/** Of the student's submissions the one whose result came last, as whoever looks may see it. */
async function latestOf(database: Database, access: Access, sheet: StudentSheet) {
  const id = latestResult(sheet);
  const found = id === undefined ? undefined : await findSubmission(database, id);
  return found && seenSubmission(database, access, found);
}
