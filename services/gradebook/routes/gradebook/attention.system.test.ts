import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../../testing/app.ts';
import { criterion, seedCourse } from '../../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let course: number;
let assignment: number;
const cookies = { teacher: '', observer: '' };

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
  const seeded = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  [course, assignment] = [seeded.course.id, seeded.assignments.get('one')!.id];
  await execute(
    database.owner,
    `update course set document = document || '{"organisations": ["school"], "repositories": {}, "naming": []}'`,
  );
  for (const [n, role] of (['teacher', 'observer'] as const).entries()) {
    cookies[role] = await cookieOf(database.owner, { githubId: n + 1, login: role });
    const sql = 'insert into staff (course_id, login, github_id, role) values ($1, $2, $3, $2)';
    await execute(database.owner, sql, [course, role, n + 1]);
  }
  for (const [id, owner] of [
    [1, 'School'],
    [2, 'elsewhere'],
  ] as const)
    await push(id, owner);
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

/** Somebody pushed to a repository whose name fits nothing. */
async function push(id: number, owner: string) {
  const repository = `insert into repository (id, owner, name, default_branch, match, match_reason)
    values ($1, $2, $3, 'main', 'unmatched', 'its name fits no assignment')`;
  await execute(database.owner, repository, [id, owner, `odd-${id}`]);
  const handIn = `insert into hand_in (repository_id, cause, branch, sha, received_at, official, ignored)
    values ($1, 'push', 'main', $2, '2026-11-01 12:00Z', false, 'nobody')`;
  await execute(database.owner, handIn, [id, 'a'.repeat(40)]);
}

const look = async (who: keyof typeof cookies) =>
  (await app.inject({ url: '/courses/go/attention', headers: { cookie: cookies[who] } })).body;
const match = (payload: object, who: keyof typeof cookies = 'teacher') =>
  app.inject({ method: 'POST', url: '/courses/go/match', headers: { cookie: cookies[who] }, payload });

test('a teacher says whose a repository is, and what was pushed there counts from its arrival', async () => {
  const [teacher, observer] = [await look('teacher'), await look('observer')];
  expect([teacher, observer].map((body) => [body.includes('School/odd-1'), body.includes('/match"')])).toEqual([
    ...[
      [true, true],
      [true, false],
    ],
  ]);
  const wish = { repository: 1, assignment, kind: 'student', name: '@Ada' };
  expect((await match(wish, 'observer')).statusCode).toBe(403);
  expect((await match(wish)).statusCode).toBe(303);
  const owner = `select p.name, r.match, h.submission_id is not null as counts, s.created_at is not null as there
    from repository r join participant p on p.id = r.participant_id join hand_in h on h.repository_id = r.id
    left join submission s on s.id = h.submission_id where r.id = 1`;
  expect(await one(database.owner, owner)).toEqual({ name: 'ada', match: 'mapped', counts: true, there: true });
  expect(await look('teacher')).not.toContain('School/odd-1');
  const log = await many(database.owner, 'select actor, action, subject from audit');
  expect(log).toEqual([{ actor: 'teacher', action: 'repository.match', subject: 'School/odd-1' }]);
});

test.each([
  ['is of a student already', { repository: 1 }, 'by now, or none of this course'],
  ['is in no organisation of the course', { repository: 2 }, 'by now, or none of this course'],
  ['would be for no assignment', { repository: 3, assignment: 999_999 }, 'There is no such assignment'],
  ['would be of no login', { repository: 3, name: 'not a login' }, 'no GitHub login'],
  ['course.yaml keeps for something else', { repository: 4 }, 'course.yaml says to ignore'],
])('a repository that %s is given to nobody', async (_, odd, why) => {
  if (odd.repository > 2) await push(odd.repository, 'school').catch(() => undefined);
  await execute(
    database.owner,
    `update course set document = jsonb_set(document, '{repositories}', '{"school/odd-4": {"ignore": true}}')`,
  );
  const answer = await match({ assignment, kind: 'student', name: 'ben', ...odd });
  expect([answer.statusCode, answer.body.includes(why)]).toEqual([409, true]);
  expect(await many(database.owner, `select id from repository where participant_id is not null`)).toEqual([{ id: 1 }]);
  expect(await many(database.owner, `select name from participant where name = 'ben'`)).toEqual([]);
});

test('who waits for a repository that stopped being made is named, with what the student was told', async () => {
  const stop = `insert into acceptance (assignment_id, participant_id, error)
    select $1, id, 'There is a repository <already>.' from participant where name = 'ada'`;
  await execute(database.owner, stop, [assignment]);
  expect(await look('teacher')).toMatch(/Accepting stopped[\s\S]*ada[\s\S]*There is a repository &lt;already&gt;/);
});
