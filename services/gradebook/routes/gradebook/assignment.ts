import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { loadAssignmentView } from '#services/classroom/gradebook/assignment.ts';
import type { Database } from '#services/platform/database.ts';
import { assignmentPage } from '../../pages/gradebook/assignment.ts';
import { courseTabs } from '../../pages/tabs.ts';
import { bySlug } from '../parameters.ts';

const params = Type.Object({ ...bySlug.properties, assignment: Type.String({ maxLength: 100 }) });

/** How a class does at one assignment. */
export const assignmentRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (
  app,
  { database },
) => {
  const look = { config: { door: { course: 'observer' } }, schema: { params } } as const;
  app.get('/courses/:slug/assignments/:assignment', look, async ({ access, params: { assignment } }, reply) => {
    const view = await loadAssignmentView(database, access, assignment);
    if (!view) return reply.callNotFound();
    return reply.page({ ...assignmentPage(access, view), tabs: courseTabs(access, 'Gradebook') });
  });
};
