import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findCourseTable, listCourses } from '#services/classroom/results/course-table.ts';
import { findAttempts, findSubmission } from '#services/classroom/results/submission.ts';
import { type Digest, getTree, type Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { submissionsApi } from './api/submissions.ts';
import { coursePage, coursesPage } from './pages/course.ts';
import { errorPage } from './pages/layout.ts';
import { submissionPage } from './pages/submission.ts';

export interface GradebookOptions {
  readonly database: Database;
  readonly store: Store;
  /** GitHub's address for people. */
  readonly githubUrl: string;
}

const notFound = 'There is nothing at this address. It may have been mistyped, or the course was renamed.';

/** The pages that teachers and students look at. Every page is made on the server and reads PostgreSQL. */
export const gradebook: FastifyPluginAsyncTypebox<GradebookOptions> = async (app, { database, store, githubUrl }) => {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], ...own, frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: false,
  });
  await app.register(fastifyStatic, { root: new URL('./assets/', import.meta.url).pathname, prefix: '/assets/' });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setNotFoundHandler((_request, reply) => page(reply.code(404), errorPage('Nothing here', notFound)));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const ours = (error.statusCode ?? 500) >= 500;
    if (!ours) return page(reply.code(404), errorPage('Nothing here', notFound));
    request.log.error({ err: error }, 'page failed');
    return page(
      reply.code(500),
      errorPage('Our trouble', 'The page could not be made. Nothing was lost; try again in a moment.'),
    );
  });

  await app.register(submissionsApi, { database });

  app.get('/', async (_request, reply) => page(reply, coursesPage(await listCourses(database))));

  const bySlug = { schema: { params: Type.Object({ slug: Type.String({ maxLength: 100 }) }) } };
  app.get('/courses/:slug', bySlug, async (request, reply) => {
    const table = await findCourseTable(database, request.params.slug);
    return table ? page(reply, coursePage(table)) : reply.callNotFound();
  });

  const byId = {
    schema: { params: Type.Object({ id: Id }), querystring: Type.Object({ run: Type.Optional(Id) }) },
  };
  app.get('/submissions/:id', byId, async (request, reply) => {
    const submission = await findSubmission(database, request.params.id, request.query.run);
    if (!submission) return reply.callNotFound();
    const attempts = await findAttempts(database, submission.participant.id, submission.assignment.id);
    const files = submission.tree ? await getTree(store, submission.tree as Digest) : undefined;
    return page(reply, submissionPage({ submission, attempts, files, githubUrl }));
  });
};

const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const self = ["'self'"];
const own = { styleSrc: self, scriptSrc: self, imgSrc: self, connectSrc: self, baseUri: ["'none'"], formAction: self };

function page<R extends { type(type: string): { send(body: string): R } }>(reply: R, body: { toString(): string }): R {
  return reply.type('text/html; charset=utf-8').send(body.toString());
}
