import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Judgement } from '#graders/check.ts';
import type { AssignmentRules } from '#services/classroom/rules/document.ts';
import { noRules } from '#services/classroom/rules/document.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { expectWellMade, startBrowser, windowOf } from '../testing/browser.ts';
import { criterion, judgement, type SeededSubmission, seedCourse, seedSubmission } from '../testing/classroom.ts';

const day = 86_400_000;
let database: TestDatabase;
let app: FastifyInstance;
let browser: Browser;
let page: Page;
let waiting: number;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await startBrowser();
  await seed();
  const cookie = await cookieOf(database.owner, { githubId: 7, login: 'ada' });
  page = await (await windowOf(browser, origin, cookie)).newPage();
  await page.goto(`${origin}/courses/go/me`);
});

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.close();
});

async function seed() {
  const visibility = { TestSecret: 'hidden' };
  const rubric = [criterion('unit', 60, { options: { visibility } }), criterion('race', 40)];
  const { course, assignments } = await seedCourse(database.owner, 'go', {
    maps: rubric,
    pipes: rubric,
    later: rubric,
  });
  const late = { perDay: 0.1, cap: 0.5, slipDays: 3, slipDaysEach: 0 };
  await rule(assignments.get('maps')!.id, { due: at(-3), cutoff: at(4), late });
  await rule(assignments.get('pipes')!.id, { due: at(2), late });
  const base = { course: course.id, participant: 'ada', repository: 1 };
  const maps = { ...base, assignment: assignments.get('maps')! };
  const results = [
    [0.2, -5],
    [0.6, -4],
    [0.9, -2.5],
  ] as const;
  for (const [i, [unit, days]] of results.entries())
    await seedSubmission(database.owner, {
      ...{ ...maps, sha: `${i}`.repeat(40), receivedAt: at(days) },
      judgements: { unit: judgement(unit, whatFailed), race: judgement(1) },
    });
  const pipes = { ...base, repository: 2, assignment: assignments.get('pipes')! };
  const queued = await seedSubmission(database.owner, {
    ...pipes,
    sha: 'f'.repeat(40),
    receivedAt: at(0),
    state: 'queued',
  });
  waiting = queued.run;
  await answeredIn3Seconds({ ...maps, participant: 'cleo', repository: 3, sha: 'c'.repeat(40), receivedAt: at(0) });
  const { id } = await one<{ id: number }>(database.owner, `select id from participant where name = 'ada'`);
  await execute(
    database.owner,
    `insert into participant_account (participant_id, login, github_id) values ($1, 'ada', 7)`,
    [id],
  );
  await execute(
    database.owner,
    `insert into hand_in (repository_id, cause, branch, sha, official, received_at, ignored, mend)
     values (2, 'push', 'try', $1, false, now(), 'It was pushed to the branch try; what is handed in is the branch main.',
       'Push it to main, or open a pull request of try to have it graded as practice.')`,
    ['e'.repeat(40)],
  );
}

const failed = { verdict: 'fail', weight: 1 } as const;
const whatFailed: Partial<Judgement> = {
  summary: '9 of 11 tests passed',
  cases: [
    {
      ...{ ...failed, name: 'maps.TestTop/ties', visibility: 'visible', cause: 'the values differ' },
      ...{ input: 'Top("b a", 1)', got: '[b]', want: '[a]', reproduce: "go test . -run '^TestTop$/^ties$'" },
    },
    { ...failed, name: 'maps.TestSecret', visibility: 'hidden', output: 'a secret', hint: 'Is the text always ASCII?' },
  ],
  findings: [{ rule: 'vet', level: 'warning', file: 'top.go', line: 7, message: 'x is never used' }],
};

async function answeredIn3Seconds(push: SeededSubmission) {
  const { run } = await seedSubmission(database.owner, push);
  const sql = `insert into check_run (subject, repository_id, github_id, sha, digest, completed, told_at)
    values ($1, $2, 1, $3, '', true, $4::timestamptz + interval '3 seconds')`;
  await execute(database.owner, sql, [`run:${run}`, push.repository, push.sha, push.receivedAt]);
}

function at(days: number): string {
  return new Date(Date.now() + days * day).toISOString();
}

function rule(assignment: number, rules: Partial<AssignmentRules>) {
  const sql = 'update assignment set rules = $2 where id = $1';
  return execute(database.owner, sql, [assignment, JSON.stringify({ ...noRules, ...rules })]);
}

const card = (slug: string) => page.locator(`#${slug}`).textContent();

test('a student sees what is due next first, what counts, what lateness took, and how many late days are left', async () => {
  expect(await page.locator('.sheet h2').allInnerTexts()).toEqual([
    'Assignment pipes',
    'Assignment later',
    'Assignment maps',
  ]);
  expect(await card('maps')).toMatch(/Was due .*Late work counts until .*84\.6 of 100[\s\S]*1 day late/s);
  expect(await card('pipes')).toMatch(/Due .*in 47 hours|Due .*in 2 days/s);
  expect(await card('later')).toMatch(/No due date[\s\S]*Accept it/);
  expect(await page.locator('.lead').textContent()).toContain('3 of 3 late days left');
});

test('the history of attempts is a chart that is read out, too', async () => {
  const chart = page.locator('#maps svg.attempts');
  expect(await chart.locator('title').textContent()).toBe('3 attempts: 52, 76, 94');
  expect(await chart.locator('rect.counts').count()).toBe(1);
});

test('what lost points in the latest result stands there: input, got, want, how to reproduce it, the hint, and nothing hidden', async () => {
  const lost = page.locator('#maps .lost-points');
  const text = (await lost.textContent())?.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/Commit 2222222 has 94 of 100\. unit.*input ?Top\("b a", 1\) ?got ?\[b\] ?want ?\[a\]/);
  expect(text).toContain("go test . -run '^TestTop$/^ties$'");
  expect(text).toMatch(/One case is hidden\. Is the text always ASCII\?/);
  expect(await page.content()).not.toMatch(/secret/i);
  const { id } = await one<{ id: number }>(database.owner, 'select id from submission where sha = $1', [
    '2'.repeat(40),
  ]);
  expect(await lost.locator('.findings a').getAttribute('href')).toBe(`/submissions/${id}#L-top.go-7`);
  expect(await page.locator('.lost-points').count()).toBe(1);
  expect(await lost.locator('.criterion').count()).toBe(1);
});

test('a push that was not counted is listed with why, and what mends it', async () => {
  expect(await page.locator('.ignored').textContent()).toMatch(/pushed to the branch try.*Push it to main/s);
});

test('how fast pushes of the course are answered just now stands on the page of each of its students', async () => {
  expect(await page.locator('.status').textContent()).toBe(
    'One push was answered in the last hour: half of them within 3.0 s, 95 of 100 within 3.0 s.',
  );
});

test('the page is well made', () => expectWellMade(page, 'student'));

test('the place in the queue moves while the page is open', async () => {
  expect(await card('pipes')).toContain('Place 1 in the queue');
  await execute(database.owner, `update run set state = 'running', phase = 'compiling' where id = $1`, [waiting]);
  await page.getByText('It is being built.').waitFor({ timeout: 60_000 });
});

test('elsewhere due dates are told in the zone of the reader, too; a page that hears of nothing looks by itself', async () => {
  const context = await browser.newContext({
    timezoneId: 'Asia/Tokyo',
    storageState: await page.context().storageState(),
  });
  const deaf = await context.newPage();
  await deaf.route(/\/events/, (route) => route.abort());
  await deaf.goto(page.url());
  const { due } = await one<{ due: Date }>(
    database.owner,
    `select (rules ->> 'due')::timestamptz as due from assignment where slug = 'pipes'`,
  );
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Tokyo' });
  const own = await deaf.locator('#pipes .due small.own').textContent();
  expect(own).toMatch(new RegExp(`${clock.format(due)} in Asia/Tokyo$`));
  await execute(database.owner, `update run set state = 'queued', phase = null where id = $1`, [waiting]);
  await deaf.getByText('Place 1 in the queue').waitFor({ timeout: 60_000 });
  await context.close();
});

test('who is enrolled and has nothing yet is told so', async () => {
  await execute(
    database.owner,
    `with p as (insert into participant (course_id, kind, name) select id, 'student', 'ben' from course returning id, course_id),
       a as (insert into participant_account (participant_id, login, github_id) select id, 'ben', 8 from p)
     insert into roster_entry (course_id, participant_id, name) select course_id, id, 'Ben' from p`,
  );
  const cookie = await cookieOf(database.owner, { githubId: 8, login: 'ben' });
  const answer = await app.inject({ url: '/courses/go/me', headers: { cookie } });
  expect([answer.statusCode, answer.headers.location]).toEqual([302, expect.stringMatching(/participants\/\d+$/)]);
  const sheet = await app.inject({ url: String(answer.headers.location), headers: { cookie } });
  expect(sheet.body).toMatch(/missing[\s\S]*Explain this grade/);
});

test('twenty assignments cost the database no more statements than two', async () => {
  const narrow = await statementsOf('narrow', 2, 10);
  expect(narrow).toBeGreaterThan(10);
  expect(await statementsOf('wide', 20, 9)).toBe(narrow);
});

/** The same database for one server alone: pages that are open elsewhere look again whenever something is seeded. */
function counting(pool: TestDatabase['web']) {
  let asked = 0;
  const query = (...args: Parameters<typeof pool.query>) => {
    asked += 1;
    return pool.query(...args);
  };
  const counted = new Proxy(pool, { get: (of, key) => (key === 'query' ? query : Reflect.get(of, key, of)) });
  return { counted, asked: () => asked };
}

/** How many statements a page takes with so many assignments, of which one has a result and the others wait for one. */
async function statementsOf(login: string, assignments: number, githubId: number): Promise<number> {
  const slugs = Array.from({ length: assignments }, (_, i) => `lab-${i}`);
  const seeded = await seedCourse(
    database.owner,
    login,
    Object.fromEntries(slugs.map((slug) => [slug, [criterion('unit', 10)]])),
  );
  for (const [i, assignment] of [...seeded.assignments.values()].entries())
    await seedSubmission(database.owner, {
      ...{ course: seeded.course.id, assignment, participant: login, repository: githubId * 100 + i },
      ...{ sha: `${i}`.padStart(40, '0'), receivedAt: at(-1), state: i === 0 ? 'done' : 'queued' },
      ...(i === 0 && { judgements: { unit: judgement(0.5) } }),
    });
  const { id } = await one<{ id: number }>(database.owner, 'select id from participant where name = $1', [login]);
  const account = 'insert into participant_account (participant_id, login, github_id) values ($1, $2, $3)';
  await execute(database.owner, account, [id, login, githubId]);
  const cookie = await cookieOf(database.owner, { githubId, login });
  const { counted, asked } = counting(database.web);
  const own = await testGradebook(counted);
  const { body } = await own.inject({ url: `/courses/${login}/participants/${id}`, headers: { cookie } });
  await own.close();
  expect(body.match(/in the queue/g)).toHaveLength(assignments - 1);
  return asked();
}
