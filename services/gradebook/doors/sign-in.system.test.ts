import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { testGradebook } from '../testing/app.ts';
import { expectWellMade, goBy, startBrowser, windowOf } from '../testing/browser.ts';
import { criterion, seedCourse } from '../testing/classroom.ts';
import { CALLBACK } from './sign-in.ts';

let database: TestDatabase;
let github: GitHubStandIn;
let app: FastifyInstance;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  database = await testDatabase();
  github = await startGitHub();
  for (const login of ['teacher', 'ada']) github.createUser(login);
  const { clientId, clientSecret, gitUrl: githubUrl, apiUrl: githubApiUrl } = github;
  app = await testGradebook(database.web, {
    signIn: { clientId, clientSecret, githubUrl, githubApiUrl, publicUrl: undefined },
  });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  github.addCallback(origin + CALLBACK);
  const { course } = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  await execute(database.owner, `insert into staff (course_id, login, role) values ($1, 'teacher', 'teacher')`, [
    course.id,
  ]);
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await github?.close();
  await database?.close();
});

const sessions = () =>
  many<{ digest: string }>(database.owner, 'select digest from session where github_id is not null');

test('a teacher signs in where it wanted to go, and is known by its number from then on', async () => {
  const window = await windowOf(browser, origin);
  const page = await window.newPage();
  await page.goto(`${origin}/courses/go`);
  await goBy(page.getByRole('link', { name: 'Continue as teacher' }));
  expect(page.url()).toBe(`${origin}/courses/go`);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Course go');
  const { id } = await one<{ id: number }>(database.owner, `select github_id as id from staff where login = 'teacher'`);
  expect(id).toBe(await one<{ id: number }>(database.owner, 'select github_id as id from account').then((a) => a.id));

  await goBy(page.getByRole('link', { name: 'teacher' }));
  await expectWellMade(page, 'account');
  await page.getByLabel('What it is for').fill('backup');
  await goBy(page.getByRole('button', { name: 'Make a token' }));
  expect(await page.getByRole('status').textContent()).toMatch(/pushmark_[\w-]{43}/);
  await goBy(page.getByRole('button', { name: 'Sign out', exact: true }));
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed out');
  expect(await sessions()).toEqual([]);
  await window.close();
});

test('a login that another account has taken over is not the teacher', async () => {
  await execute(database.owner, `update staff set github_id = 424242 where login = 'teacher'`);
  const window = await windowOf(browser, origin);
  const page = await window.newPage();
  const answer = await page.goto(`${origin}/courses/go`).then(async () => {
    const [response] = await Promise.all([
      page.waitForResponse(`${origin}/courses/go`),
      page.getByRole('link', { name: 'Continue as teacher' }).click(),
    ]);
    return response;
  });
  expect(answer.status()).toBe(404);
  await page.goto(origin);
  await expectWellMade(page, 'courses-none');
  await window.close();
});

test('signing out everywhere ends the session of another browser', async () => {
  const [one, other] = await Promise.all([windowOf(browser, origin), windowOf(browser, origin)]);
  for (const window of [one, other]) {
    const page = await window.newPage();
    await page.goto(`${origin}/sign-in?to=/account`);
    await goBy(page.getByRole('link', { name: 'Continue as ada' }));
    expect(page.url()).toBe(`${origin}/account`);
  }
  await goBy(one.pages()[0]!.getByRole('button', { name: 'Sign out everywhere' }));
  const page = other.pages()[0]!;
  await page.goto(`${origin}/`);
  expect(await page.getByRole('link', { name: 'Sign in', exact: true }).count()).toBe(1);
  await Promise.all([one.close(), other.close()]);
});

test('a link for one person signs that person in, whoever was signed in before', async () => {
  const window = await windowOf(browser, origin);
  const page = await window.newPage();
  for (const login of ['ada', 'teacher']) {
    await page.goto(`${origin}/sign-in?login=${login}&to=/account`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(login);
  }
  await window.close();
});

test('a code that was not asked for from this browser signs nobody in', async () => {
  const before = await sessions();
  const answer = await app.inject(`${CALLBACK}?code=stolen&state=guessed`);
  expect([answer.statusCode, answer.body.includes('That did not work')]).toEqual([400, true]);
  expect(await sessions()).toEqual(before);
});

test('the session begins anew at sign-in, and its cookie is out of the reach of scripts', async () => {
  const start = await app.inject('/sign-in?to=/account');
  const before = start.cookies.find(({ name }) => name === 'pushmark');
  expect(before).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  const cookie = start.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  const location = new URL(String(start.headers.location));
  expect(location.searchParams.get('code_challenge_method')).toBe('S256');
  location.searchParams.set('login', 'ada');
  const back = await fetch(location, { redirect: 'manual' });
  const { pathname, search } = new URL(String(back.headers.get('location')));
  const done = await app.inject({ url: pathname + search, headers: { cookie } });
  expect([done.statusCode, done.headers.location]).toEqual([302, '/account']);
  const after = done.cookies.find(({ name }) => name === 'pushmark');
  expect(after?.value).not.toBe(before?.value);
  const old = await app.inject({
    url: '/account',
    headers: { cookie: `pushmark=${encodeURIComponent(before!.value)}` },
  });
  expect(old.statusCode).toBe(302);
});

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
