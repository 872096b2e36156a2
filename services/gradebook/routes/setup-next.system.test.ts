import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CourseRepository,
  keepCourseRepositories,
  parseCourseRepositories,
} from '#services/classroom/setup/course-repositories.ts';
import { execute } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { testGradebook } from '../testing/app.ts';
import { criterion, seedCourse } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { github: slowGitHub(courseComes) });
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

/** GitHub in a bad moment: it is asked, something else happens, and there is no answer. */
function slowGitHub(meanwhile: () => Promise<void>): GitHub {
  const getAuthenticated = async () => {
    await meanwhile();
    throw new Error('no answer');
  };
  return { app: { rest: { apps: { getAuthenticated } } } } as unknown as GitHub;
}

/** What taking over from a course repository does. */
async function courseComes(): Promise<void> {
  const followed = parseCourseRepositories('gopher-school/go-course') as readonly CourseRepository[];
  await keepCourseRepositories(database.owner, followed);
  await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  await execute(database.owner, `update course set repository = 'gopher-school/go-course'`);
}

test('a course that comes while GitHub is asked is in every part of /setup', async () => {
  const page = (await app.inject('/setup')).body;
  const links = page.match(/<a href="\/courses\/go">/g);
  expect(links).toHaveLength(2);
  expect(page).toContain('<a href="/courses/go/roster/import">');
});
