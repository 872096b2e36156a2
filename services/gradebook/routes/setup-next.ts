import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { note } from '#services/classroom/people/audit.ts';
import { listCourses } from '#services/classroom/results/courses.ts';
import {
  courseRepository,
  keepCourseRepository,
  parseCourseRepository,
} from '#services/classroom/setup/course-repository.ts';
import { appFacts } from '#services/classroom/setup/github-app.ts';
import { lackingPermissions } from '#services/classroom/setup/profiles.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { nextPage, type SetupState } from '../pages/setup/next.ts';

export interface NextOptions {
  readonly database: Database;
  readonly githubUrl: string;
  readonly github: GitHub | undefined;
}

const Form = Type.Object({ repository: Type.String({ maxLength: 200 }) });

/** What is set up and what comes next, once there is an App. */
export const nextRoutes: FastifyPluginAsyncTypebox<NextOptions> = async (app, { database, github, githubUrl }) => {
  if (!github) return;
  const config = { door: 'public' } as const;
  app.get('/setup', { config }, async ({ viewer, log }, reply) => {
    if (!viewer.admin) return reply.callNotFound();
    const courses = await listCourses(database, viewer);
    return reply.page(nextPage({ courses, ...(await state(database, github, githubUrl, log)) }));
  });

  const form = { config: { door: 'admin' }, schema: { body: Form } } as const;
  app.post('/setup/course-repository', form, async ({ viewer, body, log }, reply) => {
    const read = parseCourseRepository(body.repository);
    if (read === 'wrong') {
      const courses = await listCourses(database, viewer);
      const problem = `${body.repository} is no repository: write owner/name, or owner/name@branch.`;
      return reply.code(400).page(nextPage({ courses, ...(await state(database, github, githubUrl, log)), problem }));
    }
    const { account } = viewer;
    const actor = { id: account?.githubId, login: account?.login ?? 'local administrator' };
    await transaction(database, async (tx) => {
      await keepCourseRepository(tx, read);
      await note(tx, { courseId: undefined, actor, action: 'setup.course-repository', subject: body.repository });
    });
    return reply.redirect('/setup', 303);
  });
};

type FromGitHub = Omit<SetupState, 'courses' | 'problem'>;

async function state(
  database: Database,
  github: GitHub,
  githubUrl: string,
  log: { warn(facts: object, message: string): void },
): Promise<FromGitHub> {
  const facts = await appFacts(database);
  const [app, installations] = await Promise.all([
    github.app.rest.apps.getAuthenticated().catch(nothing(log)),
    github.app.rest.apps.listInstallations({ per_page: 100 }).catch(nothing(log)),
  ]);
  const slug = app?.data?.slug ?? facts?.slug ?? '';
  const permissions = { ...app?.data?.permissions };
  return {
    app: {
      ...{ name: app?.data?.name ?? slug, url: `${githubUrl}/apps/${slug}` },
      installUrl: `${githubUrl}/apps/${slug}/installations/new`,
    },
    installedOn: installations?.data.flatMap(({ account }) => (account && 'login' in account ? [account.login] : [])),
    lacking: app ? lackingPermissions(facts?.profile ?? 'grade', permissions) : [],
    canMakeRepositories: lackingPermissions('classroom', permissions).length === 0,
    courseRepository: (await courseRepository(database))?.text ?? '',
  };
}

function nothing(log: { warn(facts: object, message: string): void }) {
  return (err: unknown) => {
    log.warn({ err }, 'GitHub did not say how the App stands');
    return undefined;
  };
}
