import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noRules } from '#services/classroom/rules/document.ts';
import { execute } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { expectWellMade, goBy, startBrowser, windowOf } from '../testing/browser.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let browser: Browser;
let window: BrowserContext;
let page: Page;
let origin: string;

beforeAll(async () => {
  database = await testDatabase();
  const { course, assignments } = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  const staff = `insert into staff (course_id, login, github_id, role, sections) values ($1, $2, $3, $4, $5)`;
  await execute(database.owner, staff, [course.id, 'teacher', 1, 'teacher', []]);
  await execute(database.owner, staff, [course.id, 'assistant', null, 'assistant', ['A', 'B']]);
  const late = { perDay: 0.1, cap: 0.5, slipDays: 1, slipDaysEach: 1 };
  const rules = { ...noRules, due: '2026-10-30T22:59:00.000Z', cutoff: '2026-12-01T22:59:00.000Z', late };
  await execute(database.owner, 'update assignment set rules = $1', [rules]);
  for (const [n, login] of ['alovelace', 'ben', 'x'.repeat(39)].entries())
    await seedSubmission(database.owner, {
      ...{ course: course.id, assignment: assignments.get('one')!, participant: login, repository: n + 1 },
      ...{ sha: `${n}`.repeat(40), receivedAt: '2026-11-01T12:00:00Z', judgements: { unit: judgement(0.8) } },
    });
  const ignored = `insert into hand_in (repository_id, cause, branch, sha, official, received_at, ignored)
    values (2, 'push', 'work-in-progress', $1, false, '2026-11-01T10:00:00Z', 'It was pushed to another branch.')`;
  await execute(database.owner, ignored, ['f'.repeat(40)]);
  app = await testGradebook(database.web, { signIn });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await startBrowser();
  window = await windowOf(browser, origin, await cookieOf(database.owner, { githubId: 1, login: 'teacher' }));
  page = await window.newPage();
});

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.close();
});

const roster = `name,email,institution_id,login,section
Ada Lovelace,ada.lovelace@students.example.edu,s1001,,A
Ben <b>Bold</b>,ben@students.example.edu,s1002,ben,A
"Cleo, with a name that goes on and on until it is longer than any column has room for",cleo@students.example.edu,,cleo,B
=1+1,dan@students.example.edu,s1004,,B
`;

test('a teacher imports a roster, links a push, and invites who is left', async () => {
  await page.goto(`${origin}/courses/go/roster`);
  expect(await page.getByRole('heading', { name: 'Nobody is on the roster yet' }).count()).toBe(1);
  await goBy(page.getByRole('link', { name: 'Import a CSV' }));
  await page.getByLabel('or its text').fill('name,email\nAda,ada at example\n');
  await goBy(page.getByRole('button', { name: 'Show what would change' }));
  await expectWellMade(page, 'roster-problems');
  await page.getByLabel('or its text').fill(roster);
  await goBy(page.getByRole('button', { name: 'Show what would change' }));
  await expectWellMade(page, 'roster-plan');
  await goBy(page.getByRole('button', { name: 'Apply: add 4' }));
  await page.getByText('Add one person').click();
  await expectWellMade(page, 'roster');
  await goBy(page.getByRole('button', { name: 'alovelace is Ada Lovelace' }));
  expect(await page.getByRole('status').textContent()).toContain('Linked');
  await goBy(page.getByRole('link', { name: 'Invite who has no login' }));
  await expectWellMade(page, 'roster-invite');
  await goBy(page.getByRole('button', { name: 'Make a list of links' }));
  await expectWellMade(page, 'roster-invites');
  const link = (await page.locator('code.secret').first().textContent()) ?? '';
  await page.goto(`${origin}/courses/go/roster`);
  await goBy(page.getByRole('link', { name: 'Change =1+1' }));
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('=1+1');
  await expectWellMade(page, 'roster-person');
  await page.goto(link);
  await expectWellMade(page, 'join');
});

test('a teacher grants more time, explains a grade, and finds it all in the log', async () => {
  await page.goto(`${origin}/courses/go/extensions`);
  await page.getByText('Grant more time').click();
  await page.getByLabel('For whom').selectOption({ label: 'section A' });
  await page.getByLabel('Assignment').selectOption({ label: 'Assignment one' });
  await page.getByLabel('Until (Europe/Berlin)').fill('2026-11-02T23:59');
  await page.getByLabel('Why').fill('the lecture was moved');
  await goBy(page.getByRole('button', { name: 'Show what it would do' }));
  await expectWellMade(page, 'extension-preview');
  await goBy(page.getByRole('button', { name: 'Grant it' }));
  await page.getByText('Grant more time').click();
  await expectWellMade(page, 'extensions');

  await page.goto(`${origin}/courses/go/participants/2/one`);
  await page.getByLabel('Why').fill('an oral examination');
  await page.getByLabel('Points').fill('9.5');
  await goBy(page.getByRole('button', { name: 'Set the grade' }));
  await page.getByText('Hand in another commit').click();
  await expectWellMade(page, 'cell');

  await page.goto(`${origin}/courses/go/groups`);
  await page.getByLabel('Group').fill('blue whales');
  await goBy(page.getByRole('button', { name: 'Put in' }));
  await expectWellMade(page, 'groups');
  await goBy(page.getByRole('link', { name: 'Log' }));
  await expectWellMade(page, 'log');
});
