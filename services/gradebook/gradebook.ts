import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { describeApi } from './api/describe.ts';
import { gradesApi } from './api/grades.ts';
import { submissionsApi } from './api/submissions.ts';
import { doors } from './doors/doors.ts';
import { policy } from './doors/policy.ts';
import type { SignInSettings } from './doors/sign-in.ts';
import { compressed } from './pages/compressed.ts';
import { refuseError, refuseUnknown } from './pages/refusals.ts';
import { pages } from './pages/reply.ts';
import { type AcceptOptions, acceptRoutes } from './routes/accept.ts';
import { accountRoutes } from './routes/account.ts';
import { changeRoutes } from './routes/change.ts';
import { changesRoutes } from './routes/changes.ts';
import { courseRoutes } from './routes/courses.ts';
import { eventRoutes } from './routes/events.ts';
import { joinRoutes } from './routes/join.ts';
import { markingRoutes } from './routes/marking.ts';
import { markRoutes } from './routes/marks.ts';
import { peopleRoutes } from './routes/people/index.ts';
import { regradeSubmissionRoutes } from './routes/regrade-submission.ts';
import { requestRoutes } from './routes/requests.ts';
import { rosterRoutes } from './routes/roster/index.ts';
import { type SetupOptions, setupRoutes } from './routes/setup.ts';
import { type NextOptions, nextRoutes } from './routes/setup-next.ts';
import { studentRoutes } from './routes/student.ts';
import { submissionRoutes } from './routes/submissions.ts';

export interface GradebookOptions
  extends Pick<SetupOptions, 'githubApiUrl' | 'publicUrl' | 'github' | 'onSetUp'>,
    Pick<NextOptions, 'courseRepository' | 'intake'>,
    Pick<AcceptOptions, 'accepting'> {
  readonly database: Database;
  readonly store: Store;
  /** GitHub's address for people. */
  readonly githubUrl: string;
  /** Undefined: nobody can sign in, and whoever asks from this machine may do everything. */
  readonly signIn: SignInSettings | undefined;
  /** Of the server. */
  readonly secret: string;
  /** Logins, lower case, of who may do everything. */
  readonly admins: readonly string[];
  /** Without sign-in a proxy in front keeps others out. */
  readonly gated?: boolean | undefined;
  /** Says that somebody has work. Must not reject; nobody waits for it. */
  readonly ring: (bell: 'grading' | 'reporting') => unknown;
}

/** The pages that teachers and students look at. Every page is made on the server and reads PostgreSQL. */
export async function gradebook(app: FastifyInstance, options: GradebookOptions): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: policy(),
    strictTransportSecurity: options.signIn?.publicUrl?.startsWith('https://') ?? false,
  });
  await app.register(fastifyStatic, { root: new URL('./assets/', import.meta.url).pathname, prefix: '/assets/' });
  await app.register(async (scope) => behindDoors(scope, options));
}

async function behindDoors(app: FastifyInstance, options: GradebookOptions): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  compressed(app);
  pages(app, options.signIn !== undefined);
  app.setNotFoundHandler(refuseUnknown);
  app.setErrorHandler(refuseError);
  await doors(app, options);
  await describeApi(app);
  await app.register(submissionsApi, options);
  await app.register(gradesApi, options);
  await app.register(accountRoutes, options);
  await app.register(setupRoutes, options);
  await app.register(nextRoutes, options);
  await app.register(acceptRoutes, options);
  await app.register(courseRoutes, options);
  await app.register(submissionRoutes, options);
  await app.register(eventRoutes, options);
  await app.register(studentRoutes, options);
  await app.register(changesRoutes, options);
  await app.register(changeRoutes, options);
  await app.register(regradeSubmissionRoutes, options);
  await app.register(requestRoutes, options);
  await app.register(markRoutes, options);
  await app.register(markingRoutes, options);
  await app.register(joinRoutes, options);
  await app.register(rosterRoutes, options);
  await app.register(peopleRoutes, options);
}
