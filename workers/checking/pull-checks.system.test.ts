import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { unpacedGitHub } from '#deploy/demo/github/unpaced.ts';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { processDelivery } from '#services/classroom/intake/index.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { type CourseRepository, parseCourseRepositories } from '#services/classroom/setup/course-repositories.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import type { Check } from './check-files.ts';
import { lookAtPulls, type PullChecksDeps } from './pull-checks.ts';

let database: TestDatabase;
let github: GitHubStandIn;
let folder: CourseFolder;
let deps: PullChecksDeps;
const check = vi.fn<Check>();
const [repository] = parseCourseRepositories('school/course') as [CourseRepository];
const never = new AbortController().signal;
const report = {
  name: 'reference',
  score: 100,
  maxScore: 100,
  expected: 'full',
  holds: true,
  lost: '',
  wallMs: 900,
  cpuMs: 1,
};

beforeAll(async () => {
  [database, github, folder] = await Promise.all([
    testDatabase(),
    startGitHub({ organization: 'school' }),
    courseFolder(),
  ]);
  github.createUser('tina');
  await folder.course('assignments: [hello, other]\n');
  for (const slug of ['hello', 'other']) await folder.assignment(slug);
  await syncCourse(database.web, databaseStore(database.web), folder.dir);
  await github.createRepository({ name: 'course', from: folder.dir, writers: ['tina'] });
  const app = unpacedGitHub(github);
  deps = {
    ...{ database: database.worker, store: databaseStore(database.worker), log: openLog('silent'), check },
    ...{ github: () => app, named: 'school/course', mostMs: 30_000 },
  };
});

afterAll(async () => {
  await Promise.all([database?.close(), github?.close(), folder?.remove()]);
});

let number = 0;

/** A pull request with one changed file; answers its head. */
async function proposed(path: string, text: string): Promise<string> {
  const branch = `change-${++number}`;
  const { sha } = await github.push({ repository: 'course', user: 'tina', branch, files: { [path]: text } });
  const id = (
    await deps.github()!.installation(github.installationId).rest.repos.get({ owner: 'school', repo: 'course' })
  ).data.id;
  const repository = { id, name: 'course', owner: { login: 'school' }, default_branch: 'main' };
  const pull_request = {
    ...{ number, state: 'open', head: { ref: branch, sha, repo: { id } }, base: { ref: 'main' } },
    updated_at: new Date().toISOString(),
  };
  const payload = { action: 'opened', pull_request, repository, sender: { id: 5, login: 'tina', type: 'User' } };
  const delivery = { guid: `pull-${sha}`, event: 'pull_request', payload, bytes: 1, receivedAt: new Date() };
  await processDelivery(database.web, delivery);
  return sha;
}

const runs = (sha: string) =>
  github.checkRuns('course', sha).map(({ status, conclusion, title }) => [status, conclusion, title]);

test('a pull request is checked for the assignments that it touches, once', async () => {
  check.mockResolvedValue([report]);
  const sha = await proposed('hello/tests/hello_test.go', 'package hello // more\n');
  await lookAtPulls(deps, repository, new Set(), never);
  expect(check.mock.calls.map(([assignment]) => assignment.document.slug)).toEqual(['hello']);
  expect(runs(sha)).toEqual([['completed', 'success', 'The assignment holds']]);
  await lookAtPulls(deps, repository, new Set(), never);
  expect(check).toHaveBeenCalledTimes(1);
});

test('a solution out of its bound fails it, and what cannot be read is on its line', async () => {
  const wrong = { ...report, name: 'wrong/<b>|sum', score: 90, expected: 'at most 50', holds: false, lost: '@ada `x`' };
  check.mockResolvedValue([report, wrong]);
  const sha = await proposed('hello/README.md', 'Other words.\n');
  const broken = await proposed('other/assignment.yaml', 'title: Broken\nrubric: [1]\n');
  await lookAtPulls(deps, repository, new Set(), never);
  expect(runs(sha)).toEqual([['completed', 'failure', '1 of 1 assignments do not hold']]);
  expect(github.checkRuns('course', sha)[0]?.summary).toContain(
    '| ✗ | `wrong/<b> sum` | 90 of 100 | at most 50 | 1 s | `@ada  x ` |',
  );
  expect(github.checkRuns('course', broken)[0]).toMatchObject({
    conclusion: 'failure',
    annotations: [{ path: 'other/assignment.yaml' }],
  });
});

test('what takes too long is neutral', async () => {
  check.mockImplementation(
    (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const sha = await proposed('hello/README.md', 'Still other words.\n');
  await lookAtPulls({ ...deps, mostMs: 50 }, repository, new Set(), never);
  expect(runs(sha)).toEqual([['completed', 'neutral', 'Too long to check here']]);
});

test('a worker that stops leaves the check to the next one, which ends the same check run', async () => {
  const stopping = new AbortController();
  check.mockImplementation(async () => {
    stopping.abort(new Error('the worker stops'));
    throw stopping.signal.reason;
  });
  const sha = await proposed('hello/README.md', 'Words.\n');
  await expect(lookAtPulls(deps, repository, new Set(), stopping.signal)).rejects.toThrow('the worker stops');
  expect(runs(sha)).toEqual([['in_progress', null, 'Checking']]);
  check.mockResolvedValue([report]);
  await lookAtPulls(deps, repository, new Set(), never);
  expect(runs(sha)).toEqual([['completed', 'success', 'The assignment holds']]);
});

test('what another course repository has is told before it is merged', async () => {
  await database.owner.query(`update course set repository = 'school/first'`);
  const sha = await proposed('hello/README.md', 'Words of the second one.\n');
  await lookAtPulls({ ...deps, named: 'school/first, school/course' }, repository, new Set(), never);
  const [run] = github.checkRuns('course', sha);
  expect([run?.conclusion, run?.title]).toEqual(['failure', 'One problem in what is written']);
  expect(run?.summary).toContain('go is the course of school/first already, and school/course claims it, too');
});

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
