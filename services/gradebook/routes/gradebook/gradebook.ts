import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { arranged } from '#services/classroom/gradebook/arrange.ts';
import { loadGradebook } from '#services/classroom/gradebook/load.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { feedbackOfLastHour } from '#services/classroom/results/feedback.ts';
import type { Database } from '#services/platform/database.ts';
import { gradebookFrame, gradebookPage } from '../../pages/gradebook/page.ts';
import { courseTabs } from '../../pages/tabs.ts';
import { bySlug } from '../parameters.ts';

const Wish = Type.Object({
  search: Type.String({ maxLength: 100, default: '' }),
  section: Type.String({ maxLength: 200, default: '' }),
  sort: Type.String({ maxLength: 100, default: 'name' }),
  dir: Type.Optional(Type.Literal('desc')),
});

/** The grades of a course: of everybody for its staff, one's own for its students. */
export const tableRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const schema = { params: bySlug, querystring: Wish };
  app.get('/courses/:slug', { config: { door: { course: 'student' } }, schema }, async ({ access, query }, reply) => {
    const { course } = access;
    if (!isAtLeast(access.role, 'observer')) return reply.redirect(`/courses/${course.slug}/me`);
    const { dir, ...rest } = query;
    const wish = { ...rest, descending: dir === 'desc' };
    const loaded = Promise.all([loadGradebook(database, access), feedbackOfLastHour(database, course.id)]);
    const page = loaded.then(([table, feedback]) =>
      gradebookPage({ course, table: arranged(table, wish), feedback, wish }),
    );
    return reply.pageLater({ ...gradebookFrame(course), tabs: courseTabs(access, 'Gradebook') }, page);
  });
};
