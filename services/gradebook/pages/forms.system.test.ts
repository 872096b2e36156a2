import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { CALLBACK } from '../doors/sign-in.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { expectWellMade, goBy, startBrowser, windowOf } from '../testing/browser.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let browser: Browser;
let origin: string;
let submission: number;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await startBrowser();
  const db = database.owner;
  const rubric = [criterion('unit', 10), criterion('style', 5, { state: 'manual', check: 'manual' })];
  const { course, assignments } = await seedCourse(db, 'go', { one: rubric });
  const work = { course: course.id, assignment: assignments.get('one')!, participant: 'ada', repository: 1 };
  const seed = {
    ...work,
    sha: 'a'.repeat(40),
    receivedAt: '2026-11-20T12:00:00Z',
    judgements: { unit: judgement(0.5) },
  };
  submission = (await seedSubmission(db, seed)).submission;
  await cookieOf(db, { githubId: 7, login: 'ada' });
  const account = `insert into participant_account (participant_id, login, github_id) select id, 'ada', 7 from participant`;
  await execute(db, account);
  const staff = `insert into staff (course_id, login, github_id, role) values ($1, 'prof', 1, 'teacher')`;
  await execute(db, staff, [course.id]);
  const request = `insert into regrade_request (submission_id, criterion, reason, asked_by) values ($1, 'unit', 'Why?', 7)`;
  await execute(db, request, [submission]);
});

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.close();
});

test('the pages with forms of staff are well made', async () => {
  const { id } = await one<{ id: number }>(
    database.owner,
    `insert into extension (course_id, minutes, reason, granted_by) select id, 60, 'ill', 'prof' from course returning id`,
  );
  const cookie = await cookieOf(database.owner, { githubId: 1, login: 'prof' });
  const page = await (await windowOf(browser, origin, cookie)).newPage();
  await page.goto(`${origin}/courses/go/requests`);
  await page.locator('summary').first().click();
  await expectWellMade(page, 'requests');
  await page.goto(`${origin}/courses/go/extensions/${id}/revoke`);
  await expectWellMade(page, 'take-back');
  await page.goto(`${origin}/submissions/${submission}`);
  for (const summary of await page.locator('main summary').all()) if (await summary.isVisible()) await summary.click();
  await expectWellMade(page, 'marking-forms');
});

test('the form of a student who asks, and the pages that say no, are well made', async () => {
  const cookie = await cookieOf(database.owner, { githubId: 7, login: 'ada' });
  const page = await (await windowOf(browser, origin, cookie)).newPage();
  await page.goto(`${origin}/submissions/${submission}`);
  await page.locator('summary', { hasText: 'Ask the staff' }).click();
  await expectWellMade(page, 'ask');
  await page.goto(`${origin}/courses/go/log`);
  await expectWellMade(page, 'forbidden');
  await goBy(page.getByRole('button', { name: 'Sign out' }));
  expect(await page.locator('.person').getAttribute('href')).toBe('/sign-in?to=%2F');
  await expectWellMade(page, 'signed-out');
  await page.goto(`${origin}${CALLBACK}?code=x&state=y`);
  await expectWellMade(page, 'sign-in-failed');
});
