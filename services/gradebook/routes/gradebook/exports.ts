import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { canvasCsv } from '#services/classroom/exports/canvas.ts';
import { gradesCsv, gradesJson } from '#services/classroom/exports/grades.ts';
import { likeness } from '#services/classroom/exports/likeness/load.ts';
import { loadSheet } from '#services/classroom/exports/load-sheet.ts';
import { writeManual } from '#services/classroom/exports/manual.ts';
import { manualCourse } from '#services/classroom/exports/manual-course.ts';
import { moodleCsv } from '#services/classroom/exports/moodle.ts';
import { zip } from '#services/classroom/exports/zip.ts';
import { gradesOfCourse } from '#services/classroom/grades/course.ts';
import { type Store, tree } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { exportPage } from '../../pages/gradebook/export.ts';
import { courseTabs } from '../../pages/tabs.ts';
import { bySlug } from '../parameters.ts';

export interface ExportRoutes {
  readonly database: Database;
  readonly store: Store;
}

const byFormat = Type.Object({
  ...bySlug.properties,
  format: Type.Enum(['grades.csv', 'grades.json', 'canvas.csv', 'moodle.csv']),
});
const byAssignment = Type.Object({ ...bySlug.properties, assignment: Type.String({ maxLength: 100 }) });
const Done = Type.Object({ done: Type.Optional(Type.Literal('manual')) });
const writers = {
  'grades.csv': gradesCsv,
  'grades.json': gradesJson,
  'canvas.csv': canvasCsv,
  'moodle.csv': moodleCsv,
};

/** Grades and submissions as files. */
export const exportRoutes: FastifyPluginAsyncTypebox<ExportRoutes> = async (app, { database, store }) => {
  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug, querystring: Done } } as const;
  app.get('/courses/:slug/export', look, async ({ access, query }, reply) =>
    reply.page({ ...exportPage(access, query.done), tabs: courseTabs(access, 'Export') }),
  );

  const file = { config: { door: { course: 'observer' } }, schema: { params: byFormat } } as const;
  app.get('/courses/:slug/export/:format', file, async ({ access, params: { format } }, reply) => {
    const text = writers[format](await loadSheet(database, access));
    return reply
      .headers(attachment(`${access.course.slug}-${format}`))
      .type(typeOf(format))
      .send(text);
  });

  const whole = { config: { door: { course: 'teacher' } }, schema: { params: bySlug } } as const;
  app.get('/courses/:slug/export/manual.csv', whole, async ({ access: { course } }, reply) => {
    const { columns, rows } = await manualCourse(database, course.id);
    const text = writeManual(columns, rows);
    return reply
      .headers(attachment(`${course.slug}-manual.csv`))
      .type(typeOf('csv'))
      .send(text);
  });

  const alike = { config: { door: { course: 'teacher' } }, schema: { params: byAssignment } } as const;
  app.get('/courses/:slug/assignments/:assignment/likeness.zip', alike, async ({ access, params }, reply) => {
    const grades = await gradesOfCourse(database, access.course.id);
    const found = grades.assignments.find(({ slug }) => slug === params.assignment);
    if (!found) return reply.callNotFound();
    const { files, without } = await likeness(database, store, found.id, grades);
    const missing = `The files of these are not here any more, or not yet:\n\n${without.join('\n')}\n`;
    const all = without.length === 0 ? files : tree([...files, ['MISSING.txt', Buffer.from(missing)]]);
    const name = `${access.course.slug}-${found.slug}-likeness.zip`;
    return reply.headers(attachment(name)).type('application/zip').send(zip(all));
  });
};

function typeOf(format: string): string {
  return `${format.endsWith('json') ? 'application/json' : 'text/csv'}; charset=utf-8`;
}

/** Slugs have no sign that a header could not carry; what else came is left out. */
function attachment(name: string) {
  return { 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"` };
}
