import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { unpacedGitHub } from '#deploy/demo/github/unpaced.ts';
import { answerCheck, nextCheck } from '#services/classroom/course/judging-checks.ts';
import { processDelivery } from '#services/classroom/intake/index.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { findAttention } from '#services/classroom/results/attention.ts';
import {
  type CourseRepository,
  keepCourseRepositories,
  parseCourseRepositories,
} from '#services/classroom/setup/course-repositories.ts';
import { databaseStore } from '#services/classroom/store.ts';
import type { Digest } from '#services/classroom/trees.ts';
import { many, one } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type FollowDeps, look } from './follow.ts';

let database: TestDatabase;
let github: GitHubStandIn;
let folder: CourseFolder;
let deps: FollowDeps;
const [course] = parseCourseRepositories('school/course') as [CourseRepository];

beforeAll(async () => {
  [database, github, folder] = await Promise.all([
    testDatabase(),
    startGitHub({ organization: 'school' }),
    courseFolder(),
  ]);
  github.createUser('tina');
  await folder.course('assignments: [hello]\n');
  await folder.assignment('hello');
  await github.createRepository({ name: 'course', from: folder.dir, writers: ['tina'] });
  deps = {
    ...{
      database: database.web,
      store: databaseStore(database.web),
      github: unpacedGitHub(github),
    },
    ...{ log: openLog('silent'), named: undefined, ring: vi.fn() },
  };
  await keepCourseRepositories(database.web, [course]);
});

afterAll(async () => {
  await Promise.all([database?.close(), github?.close(), folder?.remove()]);
});

const versions = () =>
  many<{ slug: string; title: string; versions: number }>(
    database.owner,
    `select a.slug, a.title, (select count(*)::int from assignment_version v where v.assignment_id = a.id) as versions
     from assignment a where not retired order by slug`,
  );

/** As the webhook tells it. */
async function pushed(files: Record<string, string>): Promise<string> {
  const { sha } = await github.push({ repository: 'course', user: 'tina', files });
  const { id } = (
    await deps.github.installation(github.installationId).rest.repos.get({ owner: 'school', repo: 'course' })
  ).data;
  const repository = { id, name: 'course', owner: { login: 'school' }, default_branch: 'main' };
  const payload = { ref: 'refs/heads/main', after: sha, repository, sender: { id: 5, login: 'tina', type: 'User' } };
  const receivedAt = new Date();
  await processDelivery(database.web, { guid: `push-${sha}`, event: 'push', payload, bytes: 1, receivedAt });
  return sha;
}

const checkOf = (sha: string) => github.checkRuns('course', sha).map(({ conclusion, title }) => [conclusion, title]);

test('what the branch holds is taken over as soon as the repository is named', async () => {
  await look(deps, course, false);
  expect(await versions()).toEqual([{ slug: 'hello', title: 'Hello', versions: 1 }]);
});

test('a push is taken over, and its check run says what came of it', async () => {
  const sha = await pushed({
    'hello/assignment.yaml': 'title: Hello again\nrubric:\n  - check: tests\n    points: 50\n',
  });
  await look(deps, course, false);
  expect(await versions()).toEqual([{ slug: 'hello', title: 'Hello again', versions: 2 }]);
  expect(checkOf(sha)).toEqual([['success', 'One assignment taken over']]);
});

test("it is not listed as a hand-in that is nobody's", async () => {
  const { id } = await one<{ id: number }>(database.owner, 'select id from course');
  const course = { id, slug: 'go', title: 'Go', timeZone: 'UTC' };
  expect((await findAttention(database.web, { course, sections: undefined })).unmatched).toEqual([]);
});

test('only what changed is fetched, and nothing at all when nobody pushed', async () => {
  const before = github.requests.length;
  await look(deps, course, false);
  expect(github.requests.length).toBe(before);
  await pushed({ 'hello/README.md': 'Read me.\n' });
  await look(deps, course, false);
  const blobs = github.requests.slice(before).filter(({ operation }) => operation === 'git/get-blob');
  expect(blobs).toHaveLength(1);
});

test('a broken change replaces nothing, and is shown on its line', async () => {
  const kept = await versions();
  const broken = await pushed({ 'hello/assignment.yaml': 'title: Broken\nrubric: [1]\n' });
  await look(deps, course, false);
  expect((await versions()).map(({ versions: n }) => n)).toEqual(kept.map(({ versions: n }) => n));
  const [check] = github.checkRuns('course', broken);
  expect([check?.conclusion, check?.title]).toEqual(['failure', '1 assignments cannot be read']);
  expect(check?.annotations[0]).toMatchObject({ path: 'hello/assignment.yaml', start_line: 2 });
  const worse = await pushed({ 'course.yaml': 'title: [\n' });
  await look(deps, course, false);
  expect(checkOf(worse)).toEqual([['failure', 'course.yaml cannot be read']]);
  expect((await versions()).map(({ slug }) => slug)).toEqual(['hello']);
});

describe('a change of what judges', () => {
  const judging = async () =>
    (
      await one<{ judging: Digest }>(
        database.owner,
        `select v.judging from assignment a join assignment_version v on v.id = a.current_version where a.slug = 'hello'`,
      )
    ).judging;
  const waiting = async () => (await nextCheck(database.worker))?.judging as Digest;
  const tests = (text: string) => ({ 'hello/tests/hello_test.go': `package hello // ${text}\n` });

  test('waits for a worker to try it, and replaces what works once it holds', async () => {
    await pushed(await mended());
    await look(deps, course, false);
    const before = await judging();
    const sha = await pushed(tests('other'));
    await look(deps, course, false);
    expect(await judging()).toBe(before);
    expect(checkOf(sha)).toEqual([[null, '1 assignments are tried first']]);
    await look(deps, course, false);
    expect(await judging()).toBe(before);
    const tried = await waiting();
    await answerCheck(database.worker, tried, { holds: true, summary: '' });
    await look(deps, course, false);
    expect(await judging()).toBe(tried);
    expect(checkOf(sha)).toEqual([['success', 'One assignment taken over']]);
    expect(await waiting()).toBeUndefined();
  });

  test('replaces nothing when it does not hold, and is tried again when it is pushed again', async () => {
    const before = await judging();
    const sha = await pushed(tests('broken'));
    await look(deps, course, false);
    await answerCheck(database.worker, await waiting(), { holds: false, summary: 'The reference earns 3 of 100.' });
    await look(deps, course, false);
    expect(await judging()).toBe(before);
    expect(checkOf(sha)).toEqual([['failure', '1 assignments do not hold']]);
    expect(github.checkRuns('course', sha)[0]?.summary).toContain('The reference earns 3 of 100.');
    const again = await pushed({ 'hello/README.md': 'The same tests.\n' });
    await look(deps, course, false);
    expect(checkOf(again)).toEqual([[null, '1 assignments are tried first']]);
    await answerCheck(database.worker, await waiting(), { holds: true, summary: '' });
    await look(deps, course, false);
    expect(await judging()).not.toBe(before);
  });

  test('gives way to a later push', async () => {
    const before = await judging();
    const first = await pushed(tests('first'));
    await look(deps, course, false);
    const second = await pushed(tests('broken'));
    await look(deps, course, false);
    expect(checkOf(first)).toEqual([['neutral', 'A later push took its place']]);
    expect(checkOf(second)).toEqual([['success', 'Nothing changed for students']]);
    expect(await judging()).toBe(before);
  });
});

test('what no webhook told is found by asking', async () => {
  await github.push({ repository: 'course', user: 'tina', files: await mended() });
  await look(deps, course, true);
  expect((await versions())[0]?.title).toBe('Hello');
});

async function mended(): Promise<Record<string, string>> {
  const names = (await readdir(folder.dir)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(join(folder.dir, name), 'utf8')]));
  return {
    ...Object.fromEntries(texts),
    'hello/assignment.yaml': await readFile(join(folder.dir, 'hello/assignment.yaml'), 'utf8'),
  };
}

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
