import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { expectWellMade, startBrowser, windowOf } from '../testing/browser.ts';

let database: TestDatabase;
let folder: CourseFolder;
let app: FastifyInstance;
let cookie: string;
const accepting = { able: vi.fn(async () => true), work: vi.fn(), look: vi.fn() };

beforeAll(async () => {
  [database, folder] = await Promise.all([testDatabase(), courseFolder()]);
  await folder.course(
    'assignments: [hello, { folder: later, opens: 2099-01-01 08:00 }, { folder: team, groups: true }, ' +
      '{ folder: pair, groups: true, group-size: 2 }]\n',
  );
  for (const slug of ['hello', 'later', 'team', 'pair']) await folder.assignment(slug);
  await syncCourse(database.web, databaseStore(database.web), folder.dir);
  app = await testGradebook(database.web, { signIn, accepting });
  cookie = await cookieOf(database.owner, { githubId: 5, login: 'Ada' });
});
beforeEach(() => {
  accepting.work.mockClear();
  accepting.able.mockResolvedValue(true);
});
afterAll(async () => {
  await app?.close();
  await Promise.all([database?.close(), folder?.remove()]);
});

const look = (slug: string) => app.inject({ url: `/a/go/${slug}`, headers: { cookie } });
const accept = (slug: string, payload: object = {}) =>
  app.inject({ method: 'POST', url: `/a/go/${slug}`, headers: { cookie }, payload });
const acceptances = async () =>
  (await one<{ n: number }>(database.owner, 'select count(*)::int as n from acceptance')).n;

test('who is not signed in is asked to, and what is not there is not', async () => {
  const answer = await app.inject('/a/go/hello');
  expect(answer.headers.location).toBe('/sign-in?to=%2Fa%2Fgo%2Fhello');
  expect((await look('nothing')).statusCode).toBe(404);
  expect((await accept('nothing')).statusCode).toBe(404);
});

test('to look accepts nothing', async () => {
  const { statusCode, body } = await look('hello');
  expect([statusCode, body.includes('Accept the assignment'), await acceptances()]).toEqual([200, true, 0]);
});

test('without the permissions the page says who makes the repositories, and nothing is begun', async () => {
  accepting.able.mockResolvedValue(false);
  expect((await look('hello')).body).toContain('made in another way than here');
  expect((await accept('hello')).statusCode).toBe(409);
  accepting.able.mockRejectedValue(new Error('fetch failed'));
  expect((await look('hello')).body).toContain('GitHub does not answer just now');
  expect(await acceptances()).toBe(0);
});

describe('who has a repository already, from GitHub Classroom', () => {
  const mine = /You have a repository for it already.*school\/hello-of-ada.*invitations.*Accept with this repository/s;

  test('is told so where course.yaml says whose it is, though nothing was pushed to it yet', async () => {
    const mapping = { 'school/hello-of-ada': { assignment: 'hello', kind: 'student', name: 'ada' } };
    const put = `update course set document = jsonb_set(document, '{repositories}', $1)`;
    await execute(database.owner, put, [mapping]);
    expect((await look('hello')).body).toMatch(mine);
    const ben = await cookieOf(database.owner, { githubId: 6, login: 'ben' });
    const other = await app.inject({ url: '/a/go/hello', headers: { cookie: ben } });
    expect(other.body).not.toContain('hello-of-ada');
    accepting.able.mockResolvedValue(false);
    expect((await look('hello')).body).toMatch(/already.*school\/hello-of-ada.*made in another way than here/s);
    await execute(database.owner, put, [{}]);
    expect((await look('hello')).body).not.toContain('hello-of-ada');
  });

  test('is told so where it has pushed, and accepting makes no other', async () => {
    await execute(
      database.owner,
      `with p as (insert into participant (course_id, kind, name) select id, 'student', 'ada' from course returning id),
         known as (insert into participant_account (participant_id, login, github_id) select id, 'ada', 5 from p)
       insert into repository (id, owner, name, default_branch, match, match_reason, course_id, assignment_id, participant_id)
         select 7, 'school', 'hello-of-ada', 'main', 'pattern', '', a.course_id, a.id, p.id from p, assignment a where a.slug = 'hello'`,
    );
    expect((await look('hello')).body).toMatch(mine);
    await execute(database.owner, `update repository set gone = 'deleted'`);
    expect((await look('hello')).body).toContain('You get a private repository');
    await execute(database.owner, 'delete from repository');
  });
});

test('what is not open yet cannot be accepted', async () => {
  expect((await look('later')).body).toContain('It opens Thu, 1 Jan 2099');
  expect((await accept('later')).statusCode).toBe(409);
});

test('the button begins; each look goes on, until it is done or stopped', async () => {
  const answer = await accept('hello');
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/a/go/hello']);
  expect(accepting.work).toHaveBeenCalledTimes(1);
  expect((await look('hello')).body).toMatch(/data-live[\s\S]*under way/);
  expect(accepting.work).toHaveBeenCalledTimes(2);
  await execute(database.owner, `update acceptance set error = 'It <b>stopped</b>.'`);
  const stopped = (await look('hello')).body;
  expect([stopped.includes('It &lt;b&gt;stopped'), stopped.includes('Try again')]).toEqual([true, true]);
  expect(accepting.work).toHaveBeenCalledTimes(2);
  await accept('hello');
  expect(await one(database.owner, 'select error from acceptance')).toEqual({ error: null });
  await execute(database.owner, `update acceptance set not_before = now() + interval '1 hour'`);
  expect((await look('hello')).body).toContain('GitHub asks us to wait');
  await execute(database.owner, `update acceptance set step = 'done'`);
  expect((await look('hello')).body).toContain('Your repository is ready');
});

test('a group is chosen before anything is made', async () => {
  expect((await look('team')).body).toContain('Begin a group');
  const without = await accept('team');
  expect([without.statusCode, without.body.includes('Join a group, or begin one.')]).toEqual([409, true]);
  expect((await accept('team', { group: 424_242 })).body).toContain('There is no such group');
  expect((await accept('team', { name: 'whales' })).statusCode).toBe(303);
});

describe('for an assignment that their group has not begun', () => {
  const groupOf = (slug: string) =>
    one<{ name: string; step: string }>(
      database.owner,
      `select g.name, x.step from acceptance x join participant g on g.id = x.participant_id
       join assignment a on a.id = x.assignment_id where a.slug = $1`,
      [slug],
    );
  const idOf = async (name: string) =>
    (await one<{ id: number }>(database.owner, 'select id from participant where name = $1', [name])).id;
  const enter = (group: string, ...logins: string[]) =>
    execute(
      database.owner,
      `with new as (insert into participant (course_id, kind, name) select id, 'student', unnest($2::text[]) from course
         returning id) insert into group_member (group_id, student_id)
       select g.id, new.id from new join participant g on g.name = $1`,
      [group, logins],
    );

  test('its members may begin another, and then stay with that', async () => {
    const { body } = await look('pair');
    expect([body.includes('with whales'), body.includes('Begin another group')]).toEqual([true, true]);
    expect((await accept('pair', { name: 'Sharks' })).statusCode).toBe(303);
    expect((await accept('pair', { name: 'Sharks' })).statusCode).toBe(303);
    expect(await groupOf('pair')).toMatchObject({ name: 'sharks' });
    const whales = await accept('pair', { group: await idOf('whales') });
    expect([whales.statusCode, whales.body.includes('in a group already: sharks')]).toEqual([409, true]);
    expect((await accept('pair', { name: 'rays' })).statusCode).toBe(409);
    expect(await groupOf('team')).toMatchObject({ name: 'whales' });
  });

  test('they choose anew where it stopped before anything was made', async () => {
    const stop = `update acceptance set error = 'GitHub has such a team already.' where assignment_id = (select id
      from assignment where slug = 'pair')`;
    await execute(database.owner, stop);
    const { body } = await look('pair');
    expect([body.includes('such a team already'), body.includes('Begin another group')]).toEqual([true, true]);
  });

  test('a group larger than is allowed, or with somebody who works in another, cannot accept it', async () => {
    const pair = async () => (await accept('pair', { group: await idOf('whales') })).body;
    await enter('whales', 'ben', 'cleo');
    expect(await pair()).toContain('The group has 3 members, and 2 are allowed for Hello');
    await execute(
      database.owner,
      `delete from group_member m using participant s where s.id = m.student_id and s.name = 'cleo'`,
    );
    await execute(
      database.owner,
      `with rays as (insert into participant (course_id, kind, name) select id, 'group', 'rays' from course returning id),
         taken as (insert into acceptance (assignment_id, participant_id) select a.id, rays.id from assignment a, rays where a.slug = 'pair')
       insert into group_member (group_id, student_id) select rays.id, s.id from rays join participant s on s.name = 'ben'`,
    );
    expect(await pair()).toContain('ben works on Hello in the group rays');
    expect((await accept('pair', { name: 'whales' })).body).toContain('There is a group whales already');
  });
});

test('the choice of a group, what is ready and what stopped are well made', async () => {
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await startBrowser();
  try {
    const cleo = await cookieOf(database.owner, { githubId: 8, login: 'cleo' });
    const page = await (await windowOf(browser, origin, cleo)).newPage();
    await page.goto(`${origin}/a/go/pair`);
    await expectWellMade(page, 'accept-group');
    await page.context().close();
    await execute(
      database.owner,
      `with made as (insert into repository (id, owner, name, default_branch, match, match_reason)
         values (1, 'school', 'hello-ada', 'main', 'mapped', '') returning id)
       update acceptance x set repository_id = made.id from assignment a, made where a.id = x.assignment_id and a.slug = 'hello'`,
    );
    const own = await (await windowOf(browser, origin, cookie)).newPage();
    await own.goto(`${origin}/a/go/hello`);
    await expectWellMade(own, 'accept-ready');
    await execute(
      database.owner,
      `update acceptance x set step = 'starter', error = 'GitHub refused: there is no room for another repository.'
       from assignment a where a.id = x.assignment_id and a.slug = 'hello'`,
    );
    await own.reload();
    await expectWellMade(own, 'accept-stopped');
  } finally {
    await browser.close();
  }
});

test('with a roster only its people accept', async () => {
  const ben = await cookieOf(database.owner, { githubId: 6, login: 'ben' });
  const entry = `insert into roster_entry (course_id, name) select id, 'somebody' from course`;
  await execute(database.owner, entry);
  const answer = await app.inject({ url: '/a/go/hello', headers: { cookie: ben } });
  expect(answer.body).toContain('You are not on the roster');
});
