import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { appClient, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';
import { githubLimits } from './limits.ts';

let github: GitHubStandIn;
let now: Date | undefined;
const repository = { owner: 'gopher-school', repo: 'm02-ada' };
const pull = { ...repository, issue_number: 1 };

beforeAll(async () => {
  github = await startGitHub({ now: () => now ?? new Date() });
  await github.createRepository({ name: 'm02-ada', files: { a: 'a' }, feedbackPullRequest: true });
});
afterAll(() => github.close());
afterEach(() => {
  now = undefined;
  Object.assign(github.limits, githubLimits);
  expect(github.takeInvalid()).toEqual([]);
});

const comment = () => tokenClient(github, github.installationToken()).issues.createComment({ ...pull, body: 'x' });
const later = (minutes: number) => {
  now = new Date((now ?? new Date()).getTime() + minutes * 60_000);
};

test('the primary limit counts down, refuses at zero, and starts anew after an hour', async () => {
  const client = appClient(github);
  const { headers, data } = await client.rateLimit.get();
  expect(Number(headers['x-ratelimit-remaining'])).toBe(data.rate.remaining);
  const used = (await client.repos.get(repository)).headers['x-ratelimit-used'];
  github.limits.primary = Number(used);
  await expect(client.repos.get(repository)).rejects.toMatchObject({
    status: 403,
    message: /API rate limit exceeded/,
    response: { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': expect.stringMatching(/^\d+$/) } },
  });
  later(61);
  expect((await appClient(github).repos.get(repository)).status).toBe(200);
});

test('too many comments in a minute meet the secondary limit, with the time to wait', async () => {
  github.limits.contentPerMinute = 2;
  later(120);
  await comment();
  await comment();
  await expect(comment()).rejects.toMatchObject({
    status: 403,
    message: /secondary rate limit/,
    response: { headers: { 'retry-after': '60' } },
  });
  later(2);
  expect((await comment()).status).toBe(201);
});

test('the hourly limit on content holds when the minutes are kept', async () => {
  github.limits.contentPerHour = 1;
  later(240);
  await comment();
  later(5);
  await expect(comment()).rejects.toMatchObject({ status: 403 });
});

test('reads cost one point and writes five', async () => {
  github.limits.pointsPerMinute = 6;
  later(360);
  const client = tokenClient(github, github.installationToken());
  await client.repos.get(repository);
  await client.issues.createComment({ ...pull, body: 'x' });
  await expect(client.repos.get(repository)).rejects.toMatchObject({ status: 403, message: /secondary rate limit/ });
});

test('secondary limits can be switched off', async () => {
  Object.assign(github.limits, { contentPerMinute: null, contentPerHour: null, pointsPerMinute: null });
  later(480);
  for (let at = 0; at < 85; at++) expect((await comment()).status).toBe(201);
});

test.each([
  ['secondary-limit', 403, '7'],
  ['too-many-requests', 429, '7'],
  ['server-error', 500, undefined],
] as const)(
  'a planned %s meets the next request of its kind, once, and nothing is done',
  async (kind, status, wait) => {
    later(600);
    const before = github.comments('m02-ada', 1).length;
    github.failAnswers({ operation: 'issues/create-comment', kind, retryAfter: 7 });
    expect((await appClient(github).repos.get(repository)).status).toBe(200);
    await expect(comment()).rejects.toMatchObject({
      status,
      response: { headers: wait ? { 'retry-after': wait } : {} },
    });
    expect(github.comments('m02-ada', 1)).toHaveLength(before);
    expect((await comment()).status).toBe(201);
  },
);

test('an answer can get lost after the work was done', async () => {
  later(720);
  const before = github.comments('m02-ada', 1).length;
  github.failAnswers({ operation: 'issues/create-comment', kind: 'done-but-502' });
  await expect(comment()).rejects.toMatchObject({ status: 502 });
  expect(github.comments('m02-ada', 1)).toHaveLength(before + 1);
});

test('an answer can fail to come', async () => {
  later(840);
  github.failAnswers({ operation: '*', kind: 'hang' });
  const client = tokenClient(github, github.installationToken());
  const patience = new AbortController();
  const call = client.repos.get({ ...repository, request: { signal: patience.signal } });
  const asked = () => expect(github.requests.at(-1)).toMatchObject({ operation: 'repos/get', status: null });
  await vi.waitFor(asked, 60_000);
  patience.abort();
  await expect(call).rejects.toThrow(/abort/i);
  asked();
});

test('a fault can hold for several requests', async () => {
  later(960);
  github.failAnswers({ operation: 'repos/get', kind: 'server-error', times: 2 });
  const client = tokenClient(github, github.installationToken());
  const statuses: number[] = [];
  for (let at = 0; at < 3; at++) {
    statuses.push(
      await client.repos.get(repository).then(
        (answer) => answer.status,
        (error) => error.status,
      ),
    );
  }
  expect(statuses).toEqual([500, 500, 200]);
});

test('every request is noted with its operation, its caller and its answer', async () => {
  later(1080);
  await comment();
  expect(github.requests.at(-1)).toMatchObject({
    method: 'POST',
    path: '/repos/gopher-school/m02-ada/issues/1/comments',
    operation: 'issues/create-comment',
    body: { body: 'x' },
    caller: 'pushmark-demo[bot]',
    status: 201,
  });
});
