/** What programs get through a token, of whom: never more than its owner, and nothing but reading. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

const people = { teacher: 1, assistant: 2, ada: 3, ben: 4, root: 5 } as const;
type Who = keyof typeof people;
const sha = { ada: 'a'.repeat(40), ben: 'b'.repeat(40) } as const;
const cookies = new Map<Who, string>();
const methods = new Set<string>();
let database: TestDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  database = await testDatabase();
  const onRoute = ({ method, url }: { method: string | string[]; url: string }) => {
    if (url.startsWith('/api')) for (const each of [method].flat()) methods.add(each);
  };
  app = await testGradebook(database.web, { signIn, admins: ['root'], onRoute });
  for (const [login, githubId] of Object.entries(people) as [Who, number][])
    cookies.set(login, await cookieOf(database.owner, { githubId, login }));
  const go = await course('go', { ada: 'A', ben: 'B' });
  const rust = await course('rust', {});
  await staff(go, 'teacher', 'teacher');
  await staff(rust, 'teacher', 'teacher');
  await staff(go, 'assistant', 'assistant', ['B']);
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

/** With one assignment of which each student handed in half: a visible criterion, and one that students must not see into. */
async function course(slug: string, students: Partial<Record<'ada' | 'ben', string>>): Promise<number> {
  const rubric = [criterion('open', 10), criterion('closed', 10, { visibility: 'hidden' })];
  const seeded = await seedCourse(database.owner, slug, { one: rubric });
  const secret = judgement(0, {
    summary: 'secret-summary',
    cases: [{ name: 'TestSecret', verdict: 'fail', message: 'secret-message', visibility: 'hidden' }] as never,
  });
  for (const [name, section] of Object.entries(students)) {
    const who = name as 'ada' | 'ben';
    await seedSubmission(database.owner, {
      ...{ course: seeded.course.id, assignment: seeded.assignments.get('one')!, participant: who, sha: sha[who] },
      ...{ repository: people[who], receivedAt: '2026-11-01T12:00:00Z' },
      judgements: { open: judgement(1), closed: secret },
    });
    const known = `insert into participant_account (participant_id, login, github_id)
      select id, $2, $3 from participant where course_id = $1 and name = $2`;
    await execute(database.owner, known, [seeded.course.id, who, people[who]]);
    const entry = `insert into roster_entry (course_id, participant_id, name, section)
      select $1, id, $2, $3 from participant where course_id = $1 and name = $2`;
    await execute(database.owner, entry, [seeded.course.id, who, section]);
  }
  return seeded.course.id;
}

function staff(courseId: number, who: Who, role: string, sections: string[] = []) {
  const sql = 'insert into staff (course_id, login, github_id, role, sections) values ($1, $2, $3, $4, $5)';
  return execute(database.owner, sql, [courseId, who, people[who], role, sections]);
}

/** Made on the account's page. */
async function tokenOf(who: Who, course = ''): Promise<{ id: number; token: string }> {
  const headers = { cookie: cookies.get(who)! };
  const payload = { name: 'script', days: '7', course };
  const { body } = await app.inject({ method: 'POST', url: '/account/tokens', headers, payload });
  const [token = ''] = /pushmark_[\w-]{43}/.exec(body) ?? [];
  return { token, ...(await one<{ id: number }>(database.owner, 'select max(id) as id from access_token')) };
}

async function ask(token: string, url: string, more: Record<string, string> = {}) {
  const answer = await app.inject({ url, headers: { authorization: `Bearer ${token}`, ...more } });
  return { status: answer.statusCode, body: answer.body, json: () => answer.json() };
}

const commit = (who: 'ada' | 'ben') => `/api/submissions?repository=${people[who]}&sha=${sha[who]}`;
const grades = (slug = 'go') => `/api/courses/${slug}/grades`;
const cases = '/api/courses/go/assignments/one/cases';
const statuses = async (token: string, ...urls: string[]) =>
  Promise.all(urls.map(async (url) => (await ask(token, url)).status));

test("a teacher's token reads grades and cases, one for a course of that course alone", async () => {
  const [all, go] = [await tokenOf('teacher'), await tokenOf('teacher', 'go')];
  expect(await statuses(all.token, grades('go'), grades('rust'), cases, commit('ada'))).toEqual([200, 200, 200, 200]);
  expect(await statuses(go.token, grades('go'), grades('rust'), commit('ben'))).toEqual([200, 404, 200]);
  const { participants } = (await ask(go.token, grades())).json();
  expect(participants).toMatchObject([
    { name: 'ada', grades: [{ points: 10, maxPoints: 20 }] },
    { name: 'ben', grades: [{ points: 10, maxPoints: 20 }] },
  ]);
  expect((await ask(go.token, cases)).body).toContain('TestSecret');
});

test('a token ends when it is over, when it is taken back, and with what its owner may', async () => {
  const [over, back, staying] = [await tokenOf('teacher'), await tokenOf('teacher'), await tokenOf('teacher')];
  await execute(database.owner, 'update access_token set expires_at = now() where id = $1', [over.id]);
  const headers = { cookie: cookies.get('teacher')! };
  await app.inject({ method: 'POST', url: `/account/tokens/${back.id}/revoke`, headers });
  for (const { token } of [over, back, { token: `${staying.token.slice(0, -1)}_` }, { token: 'pushmark_' }])
    expect(await ask(token, grades())).toMatchObject({ status: 401, body: expect.stringMatching(/^\{"error":/) });
  expect(await statuses(staying.token, grades('rust'))).toEqual([200]);
  await execute(database.owner, `delete from staff where course_id = (select id from course where slug = 'rust')`);
  expect(await statuses(staying.token, grades('rust'), grades('go'))).toEqual([404, 200]);
});

test("an assistant's token sees its sections", async () => {
  const { token } = await tokenOf('assistant');
  expect((await ask(token, grades())).json().participants).toMatchObject([{ name: 'ben' }]);
  expect((await ask(token, cases)).json().cases).toMatchObject([{ name: 'TestSecret', runs: 1 }]);
  expect(await statuses(token, commit('ben'), commit('ada'))).toEqual([200, 404]);
});

test("a student's token reads its own results without what is hidden, and nothing of others", async () => {
  const { token } = await tokenOf('ada');
  const own = await ask(token, commit('ada'));
  expect(own.json()).toMatchObject({ submission: { participant: 'ada', score: 10, maxScore: 20 } });
  expect(own.body).not.toMatch(/secret/i);
  expect(await statuses(token, commit('ben'), grades(), cases, grades('rust'))).toEqual([404, 403, 403, 404]);
});

test('refusals are JSON, as programs expect', async () => {
  const { token } = await tokenOf('ada');
  for (const url of [grades(), grades('rust'), grades('nothing'), '/api/no/such', commit('ben')])
    expect(await ask(token, url)).toMatchObject({ body: expect.stringMatching(/^\{"error":"/) });
});

test('a token of an administrator is no administrator', async () => {
  const { token } = await tokenOf('root');
  expect(await statuses(token, grades(), commit('ada'))).toEqual([404, 404]);
});

test('a token opens no page and changes nothing, even beside a session', async () => {
  expect([...methods].sort()).toEqual(['GET', 'HEAD']);
  const { token, id } = await tokenOf('teacher', 'go');
  const count = () =>
    one(database.owner, 'select (select count(*) from audit) as log, (select count(*) from access_token) as tokens');
  const before = await count();
  const headers = { authorization: `Bearer ${token}` };
  for (const url of [
    '/account/tokens',
    `/account/tokens/${id}/revoke`,
    '/courses/go/groups',
    '/api/courses/go/grades',
  ]) {
    const payload = { name: 'x', days: '1', student: '1', group: 'x' };
    const { statusCode } = await app.inject({ method: 'POST', url, headers, payload });
    expect([url, [401, 404].includes(statusCode)]).toEqual([url, true]);
  }
  expect(await statuses(token, '/courses/go', '/account', '/courses/go?x=/api/')).toEqual([...[302, 302, 302]]);
  expect((await ask('pushmark_wrong', grades(), { cookie: cookies.get('teacher')! })).status).toBe(401);
  expect(await count()).toEqual(before);
  const used = 'select used_at is not null as used from access_token where id = $1';
  expect(await one(database.owner, used, [id])).toEqual({ used: true });
});

test('a token is for courses of its owner only', async () => {
  const headers = { cookie: cookies.get('ada')! };
  const payload = { name: 'script', days: '7', course: 'rust' };
  expect((await app.inject({ method: 'POST', url: '/account/tokens', headers, payload })).statusCode).toBe(404);
  const page = (await app.inject({ url: '/account', headers })).body;
  expect([page.includes('<option value="go">'), page.includes('value="rust"')]).toEqual([true, false]);
});
