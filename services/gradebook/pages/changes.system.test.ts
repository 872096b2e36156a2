import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { propose } from '#services/classroom/proposals/regrade.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { expectWellMade, goBy, startBrowser, windowOf } from '../testing/browser.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let browser: Browser;
let page: Page;
let origin: string;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web);
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await startBrowser();
  await seed();
  page = await (await windowOf(browser, origin)).newPage();
});

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.close();
});

/** Sixteen students, and a version that shifts points from one criterion to the other. */
async function seed() {
  const { course, assignments } = await seedCourse(database.owner, 'go', {
    maps: [criterion('unit', 60), criterion('race', 40)],
  });
  const assignment = assignments.get('maps')!;
  const moved = JSON.stringify({ rubric: [criterion('unit', 80), criterion('race', 20)] });
  const { id: version } = await one<{ id: number }>(
    database.owner,
    `insert into assignment_version (assignment_id, bundle, judging, rules, document)
     select assignment_id, bundle, judging, 'other', $1 from assignment_version returning id`,
    [moved],
  );
  await execute(database.owner, 'update assignment set current_version = $1, scored_by = $2', [
    version,
    assignment.version,
  ]);
  for (let i = 0; i < 16; i++)
    await seedSubmission(database.owner, {
      ...{ course: course.id, assignment, participant: `student-${i}`, repository: 10 + i },
      ...{ sha: i.toString(16).repeat(40), receivedAt: '2026-11-20T12:00:00Z' },
      judgements: { unit: judgement(i / 15), race: judgement(i % 2) },
    });
  const before = { version: assignment.version, rules: null };
  await propose(database.owner, {
    ...{ assignmentId: assignment.id, kind: 'rescore', change: { version, rules: null }, before },
    ...{ why: 'Points, dates or other rules have changed in the course', madeBy: 'sync' },
  });
}

const points = async (name: string) =>
  (await page.getByRole('row', { name: new RegExp(`^${name} `) }).textContent()) ?? '';

test('a teacher sees whose grade moves and by how much before anything moves', async () => {
  await page.goto(`${origin}/courses/go/changes`);
  await expectWellMade(page, 'changes');
  await goBy(page.getByRole('link', { name: 'Assignment maps' }));
  await expectWellMade(page, 'change');
  expect(await page.locator('main').textContent()).toContain('14 grades move: 7 up, 7 down.');
  expect(await points('student-1')).toMatch(
    /44 of 100.*25\.33 of 100.*−18\.67.*unit: 4 → 5.33 points; race: 40 → 20 points/s,
  );
  expect(await page.getByRole('row', { name: /^student-15/ }).count()).toBe(0);
});

test('an assistant sees whose grade moves, and what waits for an answer, in its own sections only', async () => {
  await execute(
    database.owner,
    `with entry as (insert into roster_entry (course_id, participant_id, name, section)
       select course_id, id, name, 'A' from participant where name = 'student-1' returning course_id)
     insert into staff (course_id, login, github_id, role, sections) select course_id, 'helper', 6, 'assistant', '{A}' from entry`,
  );
  const signed = await testGradebook(database.web, { signIn });
  const cookie = await cookieOf(database.owner, { githubId: 6, login: 'helper' });
  const { body } = await signed.inject({ url: '/courses/go/changes/1', headers: { cookie } });
  expect(body).toMatch(/One grade moves[\s\S]*student-1</);
  expect(body).not.toMatch(/student-[02-9]|student-1\d/);
  await execute(
    database.owner,
    `insert into regrade_request (submission_id, criterion, reason, asked_by)
     select s.id, 'unit', 'Why?', 6 from submission s join participant p on p.id = s.participant_id
     where p.name in ('student-1', 'student-2')`,
  );
  const attention = await signed.inject({ url: '/courses/go/attention', headers: { cookie } });
  expect(attention.body).toMatch(/1 change waits<[\s\S]*1 request waits</);
  await signed.close();
});

test('shows the difference anew where something else holds than when it was made; applies it, and takes it back', async () => {
  await execute(database.owner, `update proposal set before = before || '{"version": null}'`);
  await goBy(page.getByRole('button', { name: 'Apply' }));
  const refused = await page.locator('main').textContent();
  expect(refused).toMatch(/has changed since this was made[\s\S]*14 grades move/);
  await goBy(page.getByRole('button', { name: 'Apply' }));
  expect(await page.locator('.lead').textContent()).toContain('applied');
  expect(await one(database.owner, 'select scored_by = current_version as applied from assignment')).toEqual({
    applied: true,
  });
  await goBy(page.getByRole('button', { name: 'Take it back' }));
  expect(await page.locator('.lead').textContent()).toContain('undone');
  expect(await one(database.owner, 'select scored_by = current_version as applied from assignment')).toEqual({
    applied: false,
  });
});

test('has an assignment graded again from here, and sees it run', async () => {
  await page.goto(`${origin}/courses/go/changes`);
  await page.getByLabel('Why').fill('a test was wrong');
  await page.getByLabel('What').selectOption('race alone');
  await goBy(page.getByRole('button', { name: 'Grade again' }));
  expect(await page.locator('main').textContent()).toMatch(/race alone[\s\S]*0 of 16 runs have ended/);
  const asked = 'select count(*)::int as n from run where criterion = $1 and kept_run is not null';
  expect(await one(database.owner, asked, ['race'])).toEqual({ n: 16 });
  expect(await page.getByRole('button', { name: 'Apply' }).count()).toBe(0);
});

test('one participant is chosen; one commit and one grade are graded again from their own pages', async () => {
  const { id, participant } = await one<{ id: number; participant: number }>(
    database.owner,
    `select s.id, p.id as participant from submission s join participant p on p.id = s.participant_id where p.name = 'student-3'`,
  );
  const newest = `select json_agg(r.submission_id) as submissions from proposal p
    cross join jsonb_array_elements_text(p.change -> 'runs') wanted join run r on r.id = wanted::bigint
    where p.id = (select max(id) from proposal)`;
  const again = async (path: string, prepare: () => Promise<unknown>) => {
    await page.goto(origin + path);
    await prepare();
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Grade again' }) });
    await form.getByLabel(/Why|Reason/).fill('looks wrong');
    await goBy(form.getByRole('button', { name: 'Grade again' }));
    expect(await page.locator('main').textContent()).toMatch(/0 of 1 runs have ended/);
    expect(await one(database.owner, newest)).toEqual({ submissions: [id] });
  };
  const open = () => page.locator('summary', { hasText: 'again' }).click();
  await again('/courses/go/changes', () => page.getByLabel('Whose').selectOption('student-3'));
  await again(`/submissions/${id}`, open);
  await again(`/courses/go/participants/${participant}/maps`, open);
});

test('practice is not graded again: nothing counts that it could be compared with', async () => {
  await execute(database.owner, 'update hand_in set official = false where submission_id = 1');
  const answer = await app.inject({ method: 'POST', url: '/submissions/1/regrade', payload: { why: 'x' } });
  expect([answer.statusCode, answer.body.includes('Nothing to grade again')]).toEqual([409, true]);
});
