import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { storeApp } from '#services/classroom/setup/github-app.ts';
import { EVENTS, PERMISSIONS } from '#services/classroom/setup/profiles.ts';
import { readConfig } from '#services/platform/config.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { githubFindings } from './findings.ts';

const secret = 'the secret of this test';
let github: GitHubStandIn;
let database: TestDatabase;

beforeAll(async () => {
  const permissions = Object.fromEntries(PERMISSIONS.grade.map(({ name, level }) => [name, level]));
  [github, database] = await Promise.all([startGitHub({ permissions, events: EVENTS }), testDatabase()]);
});
afterAll(async () => {
  await Promise.all([github?.close(), database?.close()]);
});

const config = (more: NodeJS.ProcessEnv = {}) =>
  readConfig({ DATABASE_URL: database.url, GITHUB_API_URL: github.apiUrl, PUSHMARK_SECRET: secret, ...more });

const shown = async (more?: NodeJS.ProcessEnv) =>
  (await githubFindings(await config(more))).map(({ what, state }) => `${what}: ${state}`);

test('without an App the doctor says how to get one', async () => {
  expect(await githubFindings(await config())).toMatchObject([
    { state: 'note', remedy: expect.stringContaining('link') },
  ]);
});

test('the stored App is asked how it stands', async () => {
  const { appId: id, clientId, clientSecret, webhookSecret, privateKey } = github;
  const facts = {
    slug: 'x',
    profile: 'grade',
    organisation: 'gopher-school',
    publicUrl: 'http://x',
    intake: 'webhook',
  } as const;
  await storeApp(database.web, { ...facts, id, clientId, clientSecret, webhookSecret, privateKey }, secret);
  expect(await shown()).toEqual([
    ...['GitHub: fine', 'App: fine', 'installed: fine', 'clock: fine', 'webhook: note', 'sign-in: fine'],
  ]);
});

test('an App that cannot be opened or asked is told with what to look at', async () => {
  expect(await shown({ PUSHMARK_SECRET: 'another secret than it had' })).toEqual(['GitHub: missing']);
  expect(await shown({ GITHUB_API_URL: 'http://127.0.0.1:9' })).toEqual(['GitHub: missing']);
});

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
