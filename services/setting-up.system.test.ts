import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { type CourseRepository, parseCourseRepositories } from '#services/classroom/setup/course-repositories.ts';
import { keepTrouble } from '#services/classroom/setup/followed.ts';
import { readConfig } from '#services/platform/config.ts';
import { many, one } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type RunningWeb, startWeb } from './app.ts';
import { type Ground, openGround } from './boot.ts';
import { expectWellMade, goBy, startBrowser, windowOf } from './gradebook/testing/browser.ts';
import { onceSetUp } from './setting-up.ts';

let database: TestDatabase;
let github: GitHubStandIn;
let browser: Browser;
let page: Page;
let data: string;
let worker: Ground;
let ground: Ground;
let web: RunningWeb;
/** What a process that has been running since before the App takes over. */
const takenOver = Promise.withResolvers<Ground>();

beforeAll(async () => {
  database = await testDatabase();
  github = await startGitHub({ installed: false });
  github.createUser('olga');
  github.setMembership({ user: 'olga', role: 'admin' });
  github.createUser('ada');
  data = await mkdtemp(join(tmpdir(), 'pushmark-setup-'));
  [ground, worker] = await Promise.all([open('web'), open('worker')]);
  onceSetUp(worker, async (later) => takenOver.resolve(later), 50);
  web = await startWeb(ground);
  browser = await startBrowser();
  page = await (await windowOf(browser, web.url)).newPage();
});

afterAll(async () => {
  await browser?.close();
  await web?.stop();
  await Promise.all([ground?.close(), worker?.close()]);
  await Promise.all([database?.close(), github?.close()]);
  await rm(data, { recursive: true });
});

async function open(role: 'web' | 'worker'): Promise<Ground> {
  const settings = {
    ...{ DATABASE_URL: database.url, PUSHMARK_DATA: data, PORT: '0' },
    ...{ GITHUB_URL: github.gitUrl, GITHUB_API_URL: github.apiUrl },
  };
  return openGround(await readConfig(settings), openLog('silent'), role, () => undefined);
}

const heading = () => page.getByRole('heading', { level: 1 }).textContent();

test('without the link nobody sets anything up; another machine sees nothing at all', async () => {
  for (const path of ['/setup', '/setup?token=guessed', '/setup/app?code=1&state=2']) {
    const status = (await fetch(web.url + path)).status;
    expect([path, status >= 400]).toEqual([path, true]);
  }
  const from = { 'x-forwarded-for': '203.0.113.7' };
  const away = await fetch(`${web.url}/account`, { headers: from, redirect: 'manual' });
  expect(away.headers.get('location')).toBe('/sign-in?to=%2Faccount');
  const forged = { 'x-forwarded-for': '127.0.0.1, 203.0.113.7' };
  expect(await (await fetch(web.url, { headers: forged })).text()).toContain('Sign in to see yours');
  expect(await (await fetch(web.url)).text()).toContain('No course yet');
});

test('the link leads to the App, and whoever came back is administrator', async () => {
  await page.goto(web.setupUrl!);
  expect(await heading()).toBe('Set up Pushmark');
  await page.getByText('7 permissions, and why').click();
  await expectWellMade(page, 'setup');
  await page.getByLabel('Organisation on GitHub').fill('gopher-school');
  await page.getByLabel('Address of this server').fill('https://x.example/path');
  await goBy(page.getByRole('button', { name: 'Continue' }));
  expect(await page.getByRole('alert').textContent()).toContain('has no path');
  await page.getByLabel('Address of this server').fill(web.url);
  await goBy(page.getByRole('button', { name: 'Continue' }));
  await goBy(page.getByRole('button', { name: 'Create the App at GitHub' }));
  await goBy(page.getByRole('button', { name: /Create GitHub App/ }));
  await goBy(page.getByRole('link', { name: 'Continue as olga' }));
  expect([new URL(page.url()).pathname, await heading()]).toEqual(['/setup', 'Setting up']);
  await expectWellMade(page, 'setup-next');
  await goBy(page.getByRole('link', { name: 'Install it at GitHub' }));
  await goBy(page.getByRole('button', { name: 'Install on gopher-school' }));
  expect(await page.getByText('Installed on gopher-school.').count()).toBe(1);
});

test('its key is sealed, and a process that was running takes it over', async () => {
  const settings = await many<{ value: string }>(database.owner, 'select value from setting');
  expect(settings.map(({ value }) => value).join()).not.toMatch(/PRIVATE KEY|client_secret/);
  const later = await takenOver.promise;
  expect(later.config).toMatchObject({
    ...{ githubApp: { id: github.appId, privateKey: github.privateKey }, publicUrl: web.url },
    ...{ signIn: { clientId: github.clientId, clientSecret: github.clientSecret } },
    webhookSecrets: [github.webhookSecret],
  });
  expect((await later.github!.app.rest.apps.getAuthenticated()).data?.id).toBe(github.appId);
});

test('webhooks are taken from then on, without a restart', async () => {
  await github.createRepository({ name: 'notes', files: { 'a.txt': 'a' }, writers: ['ada'] });
  await github.push({ repository: 'notes', user: 'ada', files: { b: 'b' } });
  await github.webhooksSettled();
  const { n } = await one<{ n: number }>(
    database.owner,
    `select count(*)::int as n from delivery where event = 'push'`,
  );
  expect(n).toBeGreaterThan(0);
});

test('the link is used up, and /setup is for administrators only', async () => {
  expect((await fetch(web.setupUrl!)).status).toBe(404);
  const ada = await (await windowOf(browser, web.url)).newPage();
  await ada.goto(`${web.url}/sign-in?to=/setup`);
  const [answer] = await Promise.all([
    ada.waitForResponse(`${web.url}/setup`),
    ada.getByRole('link', { name: 'Continue as ada' }).click(),
  ]);
  expect(answer.status()).toBe(404);
  await page.getByLabel('Course repositories').fill('gopher-school/course');
  await goBy(page.getByRole('button', { name: 'Follow' }));
  expect(await page.getByLabel('Course repositories').inputValue()).toBe('gopher-school/course');
});

test('what the organisation has not granted is told, with the page where it does', async () => {
  github.grantInstallation({ permissions: { metadata: 'read', contents: 'read', checks: 'write' }, events: [] });
  github.connectWebhook('https://old.example/webhooks/github');
  // What GitHub says of a repository is long, and has addresses in it.
  const [course] = parseCourseRepositories('gopher-school/course') as readonly CourseRepository[];
  const trouble = 'GitHub answered 404: Not Found - https://docs.github.com/rest/branches/branches#get-a-branch';
  await keepTrouble(database.owner, course!, trouble);
  await page.goto(`${web.url}/setup`);
  expect(await page.getByText('gopher-school/course: trouble').count()).toBe(1);
  const mend = page.getByRole('link', { name: 'an owner of gopher-school accepts the new permissions' });
  expect(await mend.getAttribute('href')).toContain('/organizations/gopher-school/settings/installations/');
  expect(await page.getByText('GitHub sends to https://old.example/webhooks/github').count()).toBe(1);
  await expectWellMade(page, 'setup-findings');
  github.grantInstallation(undefined);
});

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
