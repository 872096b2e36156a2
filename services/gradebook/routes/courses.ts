import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { listCourses } from '#services/classroom/results/courses.ts';
import { coursesPage } from '../pages/courses.ts';
import { assignmentRoutes } from './gradebook/assignment.ts';
import { type AttentionRoutes, attentionRoutes } from './gradebook/attention.ts';
import { compareRoutes } from './gradebook/compare.ts';
import { type ExportRoutes, exportRoutes } from './gradebook/exports.ts';
import { tableRoutes } from './gradebook/gradebook.ts';
import { manualRoutes } from './gradebook/manual.ts';

/** The list of courses, and the grades of each. */
export const courseRoutes: FastifyPluginAsyncTypebox<AttentionRoutes & ExportRoutes> = async (app, options) => {
  const { database } = options;
  app.get('/', { config: { door: 'public' } }, async ({ viewer }, reply) =>
    reply.page(coursesPage(await listCourses(database, viewer), viewer)),
  );
  await app.register(tableRoutes, options);
  await app.register(attentionRoutes, options);
  await app.register(assignmentRoutes, options);
  await app.register(exportRoutes, options);
  await app.register(manualRoutes, options);
  await app.register(compareRoutes, options);
};
