import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { note } from '#services/classroom/people/audit.ts';
import type { Viewer } from '#services/classroom/people/viewer.ts';
import { listCourses } from '#services/classroom/results/courses.ts';
import { appFindings } from '#services/classroom/setup/app-findings.ts';
import {
  followedRepositories,
  keepCourseRepositories,
  parseCourseRepositories,
} from '#services/classroom/setup/course-repositories.ts';
import { repositoryStates } from '#services/classroom/setup/followed.ts';
import { appFacts } from '#services/classroom/setup/github-app.ts';
import { lackingPermissions } from '#services/classroom/setup/profiles.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { readStanding } from '#services/platform/github/standing.ts';
import { nextPage, type SetupState } from '../pages/setup/next.ts';

export interface NextOptions {
  readonly database: Database;
  readonly githubUrl: string;
  readonly github: GitHub | undefined;
  /** Where people and GitHub reach this server. */
  readonly publicUrl?: string | undefined;
  /** How pushes reach us; the webhook unless told. */
  readonly intake?: 'webhook' | 'poll' | undefined;
  /** Course repositories as the environment names them; undefined: the page does. */
  readonly courseRepository?: string | undefined;
}

const Form = Type.Object({ repository: Type.String({ maxLength: 2000 }) });

/** What is set up and what comes next, once there is an App. */
export const nextRoutes: FastifyPluginAsyncTypebox<NextOptions> = async (app, options) => {
  const { database, github } = options;
  if (!github) return;
  const config = { door: 'public' } as const;
  app.get('/setup', { config }, async ({ viewer, log }, reply) => {
    if (!viewer.admin) return reply.callNotFound();
    return reply.page(nextPage(await state(options, github, viewer, log)));
  });

  const form = { config: { door: 'admin' }, schema: { body: Form } } as const;
  app.post('/setup/course-repository', form, async ({ viewer, body, log }, reply) => {
    const read = parseCourseRepositories(body.repository);
    if (typeof read === 'string') {
      const problem = `${read} is no repository: write owner/name, or owner/name@branch.`;
      return reply.code(400).page(nextPage({ ...(await state(options, github, viewer, log)), problem }));
    }
    const { account } = viewer;
    const actor = { id: account?.githubId, login: account?.login ?? 'local administrator' };
    await transaction(database, async (tx) => {
      await keepCourseRepositories(tx, read);
      await note(tx, { courseId: undefined, actor, action: 'setup.course-repository', subject: body.repository });
    });
    return reply.redirect('/setup', 303);
  });
};

async function state(
  { database, githubUrl, courseRepository, publicUrl, intake = 'webhook' }: NextOptions,
  github: GitHub,
  viewer: Viewer,
  log: { warn(facts: object, message: string): void },
): Promise<SetupState> {
  const facts = await appFacts(database);
  const found = await readStanding(github, githubUrl).catch(nothing(log));
  const slug = found?.slug ?? facts?.slug ?? '';
  const purpose = { profile: facts?.profile ?? 'grade', intake, publicUrl } as const;
  // After GitHub's answer, which takes its time, and courses last: none that a repository is said to be is missing among them.
  const repositories = await repositoryStates(database, await followedRepositories(database, courseRepository));
  const courses = await listCourses(database, viewer);
  return {
    app: {
      ...{ name: found?.name ?? slug, url: `${githubUrl}/apps/${slug}` },
      installUrl: `${githubUrl}/apps/${slug}/installations/new`,
    },
    installedOn: found?.installations.map(({ login }) => login),
    // Where it is installed nowhere the next step says so.
    findings: found && found.installations.length > 0 ? appFindings(found, purpose) : [],
    canMakeRepositories: lackingPermissions('classroom', found?.permissions ?? {}).length === 0,
    ...{ repositories, courses },
    fixed: courseRepository !== undefined,
  };
}

function nothing(log: { warn(facts: object, message: string): void }) {
  return (err: unknown) => {
    log.warn({ err }, 'GitHub did not say how the App stands');
    return undefined;
  };
}
