import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { findCourseTable, listCourses } from '#services/classroom/results/course-table.ts';
import type { Database } from '#services/platform/database.ts';
import { coursePage, coursesPage } from '../pages/course.ts';
import { courseTabs } from '../pages/tabs.ts';
import { bySlug } from './parameters.ts';

/** The list of courses, and the gradebook of each. */
export const courseRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  app.get('/', { config: { door: 'public' } }, async ({ viewer }, reply) =>
    reply.page(coursesPage(await listCourses(database, viewer), viewer)),
  );

  const gradebook = { config: { door: { course: 'observer' } }, schema: { params: bySlug } } as const;
  app.get('/courses/:slug', gradebook, async ({ params, access }, reply) => {
    const table = await findCourseTable(database, params.slug);
    return table ? reply.page({ ...coursePage(table), tabs: courseTabs(access, 'Gradebook') }) : reply.callNotFound();
  });
};
