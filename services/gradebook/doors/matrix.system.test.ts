import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { propose } from '#services/classroom/proposals/regrade.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';
import type { Door } from './door.ts';

/** Who asks; `foreign` are people of another course of the same server. */
const PEOPLE = ['nobody', 'foreign student', 'foreign teacher', 'other student', 'other assistant'] as const;
const OURS = ['student', 'observer', 'assistant', 'teacher', 'admin'] as const;
type Person = (typeof PEOPLE)[number] | (typeof OURS)[number];

interface Route {
  readonly method: string;
  readonly url: string;
  readonly door: Door;
}

const routes: Route[] = [];
const cookies = new Map<Person, string>();
let database: TestDatabase;
let app: FastifyInstance;
let ids: { slug: string; id: number };
let student: number;

beforeAll(async () => {
  database = await testDatabase();
  ids = await seed('go');
  await seed('rust');
  app = await testGradebook(database.web, {
    ...{ signIn, admins: ['admin'] },
    onRoute({ method, url, config }) {
      routes.push({ method: String(method), url, door: config?.door as Door });
    },
  });
  await people();
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

/** A course with one submission of its student, whose grade a change would move. */
async function seed(slug: string) {
  const { course, assignments } = await seedCourse(database.owner, slug, {
    one: [criterion('unit', 10), criterion('style', 5, { check: 'manual', state: 'manual' })],
  });
  const assignment = assignments.get('one')!;
  const { submission } = await seedSubmission(database.owner, {
    ...{ course: course.id, assignment, participant: `student of ${slug}` },
    ...{ repository: course.id, sha: 'a'.repeat(40), receivedAt: '2026-11-01T12:00:00Z' },
    judgements: { unit: judgement(1) },
  });
  await seedChange(assignment);
  return { slug, id: submission };
}

/** Twice the points, not applied yet. */
async function seedChange(assignment: { readonly id: number; readonly version: number }) {
  const { id: version } = await one<{ id: number }>(
    database.owner,
    `insert into assignment_version (assignment_id, bundle, judging, rules, document)
     select assignment_id, bundle, judging, 'other', $2 from assignment_version where id = $1 returning id`,
    [assignment.version, JSON.stringify({ rubric: [criterion('unit', 20)] })],
  );
  const before = { version: assignment.version, rules: null };
  await propose(database.owner, {
    ...{ assignmentId: assignment.id, kind: 'rescore', change: { ...before, version }, before },
    ...{ why: 'new points', madeBy: 'sync' },
  });
}

async function people() {
  const courses = { go: await courseId('go'), rust: await courseId('rust') };
  const owner = await participantOf(courses.go, 'student of go');
  student = owner;
  await account('student', 1, (id) => isParticipant(owner, id));
  await account('other student', 2, async (id) => isParticipant(await joined(courses.go, 'other student'), id));
  await account('foreign student', 3, async (id) =>
    isParticipant(await participantOf(courses.rust, 'student of rust'), id),
  );
  await account('foreign teacher', 4, (id) => isStaff(courses.rust, id, 'teacher'));
  await account('observer', 5, (id) => isStaff(courses.go, id, 'observer'));
  await account('assistant', 6, (id) => isStaff(courses.go, id, 'assistant', ['A']));
  await account('other assistant', 7, (id) => isStaff(courses.go, id, 'assistant', ['B']));
  await account('teacher', 8, (id) => isStaff(courses.go, id, 'teacher'));
  await account('admin', 9, async () => undefined);
  const entry = `insert into roster_entry (course_id, participant_id, name, section) values ($1, $2, 'a student of go', 'A')`;
  await execute(database.owner, entry, [courses.go, owner]);
}

async function account(person: Person, githubId: number, belong: (githubId: number) => Promise<unknown>) {
  const login = person.replace(' ', '-');
  cookies.set(person, await cookieOf(database.owner, { githubId, login }));
  await belong(githubId);
}

async function courseId(slug: string): Promise<number> {
  return (await one<{ id: number }>(database.owner, 'select id from course where slug = $1', [slug])).id;
}

async function participantOf(course: number, name: string): Promise<number> {
  const sql = 'select id from participant where course_id = $1 and name = $2';
  return (await one<{ id: number }>(database.owner, sql, [course, name])).id;
}

async function joined(course: number, name: string): Promise<number> {
  const sql = `insert into participant (course_id, kind, name) values ($1, 'student', $2) returning id`;
  return (await one<{ id: number }>(database.owner, sql, [course, name])).id;
}

function isParticipant(participant: number, githubId: number) {
  const sql = 'insert into participant_account (participant_id, login, github_id) values ($1, $2, $3)';
  return execute(database.owner, sql, [participant, `login-${githubId}`, githubId]);
}

function isStaff(course: number, githubId: number, role: string, sections: string[] = []) {
  const sql = 'insert into staff (course_id, login, github_id, role, sections) values ($1, $2, $3, $4, $5)';
  return execute(database.owner, sql, [course, `login-${githubId}`, githubId, role, sections]);
}

/**
 * What the door alone answers: bodies are empty and other numbers are nobody's, so that what gets through is refused by
 * the route or finds nothing.
 */
async function ask(route: Route, person: Person): Promise<number> {
  return (await answerTo(route, person)).statusCode;
}

async function answerTo({ method, url }: Route, person: Person) {
  const path = url
    .replace(':slug', ids.slug)
    .replace(':id', String(ids.id))
    .replace(':participant', String(student))
    .replace(/:\w+/g, method === 'GET' ? '1' : '999999');
  const cookie = cookies.get(person);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    ...(cookie && { cookie }),
  };
  return app.inject({ method: method as NonNullable<InjectOptions['method']>, url: path, headers, payload: '' });
}

/** Whether the door is open for somebody, by the words of the issue: nobody sees or changes what is not theirs. */
function mayEnter({ door, url }: Route, person: Person): boolean {
  if (door === 'public') return true;
  if (door === 'anybody' || door === 'account') return person !== 'nobody';
  if (door === 'admin') return person === 'admin';
  const least = 'course' in door ? door.course : door.submission;
  const ranks = ['student', 'observer', 'assistant', 'teacher', 'admin'];
  const inCourse = person === 'other student' ? 'student' : person === 'other assistant' ? 'assistant' : person;
  const isSomebodys = 'submission' in door || url.includes(':participant');
  if (isSomebodys && person.startsWith('other')) return false;
  return ranks.indexOf(inCourse) >= ranks.indexOf(least);
}

test('no route opens for anybody but those for whom it is', async () => {
  expect(routes.length).toBeGreaterThan(8);
  const wrong: string[] = [];
  for (const route of routes.filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/assets'))) {
    for (const person of [...PEOPLE, ...OURS]) {
      if (/sign-(in|out)/.test(route.url)) continue;
      const status = await ask(route, person);
      const closed = [302, 401, 403, 404].includes(status);
      if (!mayEnter(route, person) && !closed) wrong.push(`${person} got ${status} of ${route.method} ${route.url}`);
      if (mayEnter(route, person) && status === 403) wrong.push(`${person} was kept from ${route.method} ${route.url}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('no page names a student to an assistant of another section, nor says anything of its grade', async () => {
  const pages = routes.filter(({ method, url }) => method === 'GET' && !url.startsWith('/assets'));
  const naming = async (person: Person) => {
    const found: string[] = [];
    for (const page of pages) if ((await answerTo(page, person)).body.includes('student of go')) found.push(page.url);
    return found;
  };
  expect(await naming('assistant')).toEqual(
    expect.arrayContaining(['/courses/:slug/changes/:proposal', '/courses/:slug/marking', '/submissions/:id']),
  );
  expect(await naming('other assistant')).toEqual([]);
  const change = { method: 'GET', url: '/courses/:slug/changes/:proposal', door: 'public' } as const;
  expect((await answerTo(change, 'other assistant')).body).toContain('No grade moves.');
});

test('what a page shows opens for its people', async () => {
  const seen = async (person: Person, url: string) => ask({ method: 'GET', url, door: 'public' }, person);
  for (const person of ['observer', 'assistant', 'teacher', 'admin'] as const)
    expect([person, await seen(person, '/courses/:slug')]).toEqual([person, 200]);
  for (const person of ['student', 'observer', 'assistant', 'teacher', 'admin'] as const)
    expect([person, await seen(person, '/submissions/:id')]).toEqual([person, 200]);
});

test('what is not yours is as if it did not exist; in your own course you are told why', async () => {
  const seen = async (person: Person, url: string) => ask({ method: 'GET', url, door: 'public' }, person);
  for (const person of ['foreign student', 'foreign teacher'] as const) {
    expect([person, await seen(person, '/courses/:slug')]).toEqual([person, 404]);
    expect([person, await seen(person, '/submissions/:id')]).toEqual([person, 404]);
  }
  expect(await seen('other student', '/submissions/:id')).toBe(404);
  expect(await seen('other assistant', '/submissions/:id')).toBe(404);
  expect(await seen('student', '/courses/:slug/roster')).toBe(403);
  // The course itself leads a student to its own page.
  expect(await seen('student', '/courses/:slug')).toBe(302);
  expect(await seen('nobody', '/courses/:slug')).toBe(302);
});

test('a form of another site changes nothing', async () => {
  const headers = { cookie: cookies.get('teacher')!, 'sec-fetch-site': 'cross-site' };
  const answer = await app.inject({ method: 'POST', url: '/account/tokens', headers, payload: { name: 'x', days: 1 } });
  expect(answer.statusCode).toBe(403);
  expect(await one(database.owner, 'select count(*)::int as n from access_token')).toEqual({ n: 0 });
});

test('a token reads through the API, for its course only, until it is taken back', async () => {
  const cookie = cookies.get('teacher')!;
  const form = { method: 'POST', headers: { cookie } } as const;
  const made = await app.inject({
    ...form,
    url: '/account/tokens',
    payload: { name: 'script', days: '7', course: 'go' },
  });
  const [token] = /pushmark_[\w-]{43}/.exec(made.body) ?? [];
  const repository = String(await courseId('go'));
  const ask = (bearer = token) =>
    app.inject({
      url: '/api/submissions',
      query: { repository, sha: 'a'.repeat(40) },
      headers: { authorization: `Bearer ${bearer}` },
    });
  expect((await ask()).statusCode).toBe(200);
  expect((await ask('pushmark_wrong')).statusCode).toBe(401);
  expect((await app.inject({ url: '/courses/go', headers: { authorization: `Bearer ${token}` } })).statusCode).toBe(
    302,
  );
  expect(await one(database.owner, 'select digest = $1 as plain from access_token', [token])).toEqual({ plain: false });
  await app.inject({ ...form, url: '/account/tokens/1/revoke' });
  expect((await ask()).statusCode).toBe(401);
});
