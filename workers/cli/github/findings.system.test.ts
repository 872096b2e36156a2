import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
    ...['GitHub: fine', 'App: fine', 'installation: fine', 'clock: fine', 'webhook: missing', 'deliveries: note'],
    'sign-in: fine',
  ]);
});

test('what an organisation has not granted, and a suspension, are seen', async () => {
  const words = async () => (await githubFindings(await config())).find(({ what }) => what === 'installation');
  const permissions = { metadata: 'read', contents: 'read' } as const;
  github.grantInstallation({ permissions, events: EVENTS });
  expect(await words()).toMatchObject({
    words: 'on gopher-school, which has not accepted checks: write, pull_requests: write, issues: read yet',
    link: expect.stringMatching(/\/organizations\/gopher-school\/settings\/installations\/\d+\/permissions\/update$/),
  });
  github.grantInstallation(undefined);
  github.suspendInstallation(true);
  expect((await words())?.words).toContain('suspended');
  github.suspendInstallation(false);
});

test('what GitHub sends is seen to arrive or not, and sent once more when that is asked for', async () => {
  let answer = 202;
  const server = createServer((_request, response) => response.writeHead(answer).end());
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  github.connectWebhook(`${url}/webhooks/github`);
  const about = async (ping: boolean) =>
    (await githubFindings(await config({ PUBLIC_URL: url, GITHUB_WEBHOOK_SECRET: 'w'.repeat(20) }), ping))
      .filter(({ what }) => ['webhook', 'deliveries', 'sent again'].includes(what))
      .map(({ state, words }) => [state, words]);
  github.ping();
  await github.webhooksSettled();
  const [fine] = [['fine', `GitHub sends to ${url}/webhooks/github`]];
  expect(await about(true)).toEqual([fine, ['fine', '1 of the last 1 arrived'], ['fine', 'ping arrived']]);
  answer = 401;
  expect(await about(true)).toEqual([fine, ['fine', '2 of the last 2 arrived'], ['missing', 'ping was answered 401']]);
  expect((await about(false))[1]).toEqual([
    'missing',
    expect.stringContaining('2 of the last 3 arrived; not: 1 × 401'),
  ]);
  github.disconnectWebhook();
  server.close();
});

test('an App that cannot be opened or asked is told with what to look at', async () => {
  expect(await shown({ PUSHMARK_SECRET: 'another secret than it had' })).toEqual(['GitHub: missing']);
  expect(await shown({ GITHUB_API_URL: 'http://127.0.0.1:9' })).toEqual(['GitHub: missing']);
});

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
