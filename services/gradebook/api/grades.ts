import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { loadAssignmentView } from '#services/classroom/gradebook/assignment.ts';
import { loadGradebook } from '#services/classroom/gradebook/load.ts';
import type { Database } from '#services/platform/database.ts';
import { bySlug } from '../routes/parameters.ts';
import { CasesAnswer, GradesAnswer } from './grades-schema.ts';
import { Refusal } from './schema.ts';

const byAssignment = Type.Object({ ...bySlug.properties, assignment: Type.String({ maxLength: 100 }) });
const refusals = { 401: Refusal, 403: Refusal, 404: Refusal };
const staff = { door: { course: 'observer' } } as const;

/** Grades for programs of the staff, of the sections that they see. */
export const gradesApi: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const summary = 'Grades of a course as they are now';
  const grades = { summary, params: bySlug, response: { 200: GradesAnswer, ...refusals } };
  app.get('/api/courses/:slug/grades', { config: staff, schema: grades }, async ({ access }) => {
    const { columns, rows } = await loadGradebook(database, access);
    const { slug, title, timeZone } = access.course;
    return {
      course: { slug, title, timeZone },
      assignments: columns.map((column) => ({ ...column })),
      participants: rows.map(({ participantId: id, name, login, kind, sections, cells, total }) => ({
        ...{ id, name, kind, sections: [...sections], totalPercent: total.soFar ?? null },
        ...(login !== undefined && { login }),
        grades: cells.map(({ points, maxPoints, handedIn, signs }) => ({
          ...{ points: points ?? null, maxPoints, handedIn, signs: [...signs] },
        })),
      })),
    };
  });

  const about = 'How many fail which criterion and case of an assignment';
  const cases = { summary: about, params: byAssignment, response: { 200: CasesAnswer, ...refusals } };
  const path = '/api/courses/:slug/assignments/:assignment/cases';
  app.get(path, { config: staff, schema: cases }, async ({ access, params: { assignment } }, reply) => {
    const view = await loadAssignmentView(database, access, assignment);
    if (!view) return reply.code(404).send({ error: `The course has no assignment ${assignment}.` });
    return { criteria: [...view.criteria], cases: [...view.cases] };
  });
};
