import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, many } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../../testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let cookie: string;
const base = '/courses/go/export';

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
  const { course, assignments } = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  for (const [n, participant] of ['ada', 'ben'].entries())
    await seedSubmission(database.owner, {
      ...{ course: course.id, assignment: assignments.get('one')!, participant, repository: n + 1 },
      ...{ sha: `${n}`.repeat(40), receivedAt: '2026-11-20T12:00:00Z', judgements: { unit: judgement(0.5) } },
    });
  cookie = await cookieOf(database.owner, { githubId: 1, login: 'prof' });
  const sql = `insert into staff (course_id, login, github_id, role) values ($1, 'prof', 1, 'teacher')`;
  await execute(database.owner, sql, [course.id]);
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

function send(url: string, fields: Record<string, string>) {
  const edge = 'edge-of-a-part';
  const parts = Object.entries(fields).map(
    ([name, text]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  );
  const headers = { cookie, 'content-type': `multipart/form-data; boundary=${edge}` };
  return app.inject({ method: 'POST', url: base + url, headers, payload: `${parts.join('')}--${edge}--\r\n` });
}

const exported = async () => (await app.inject({ url: `${base}/manual.csv`, headers: { cookie } })).body;
const shownIn = (body: string) => /name="shown" value="([^"]+)"/.exec(body)?.[1] ?? '';
const set = () =>
  many(
    database.owner,
    `select p.name, o.points from override o join participant p on p.id = o.participant_id
     where o.revoked_at is null order by p.name`,
  );

test('a file of manual columns comes back in the browser: changes first, then applied as shown, and in the log', async () => {
  expect((await app.inject({ url: base, headers: { cookie } })).body).toContain('Manual columns come back');
  const file = (await exported()).replace('ada,,', 'ada,7,');
  const tried = await send('/manual', { text: file });
  expect(tried.body).toMatch(/Changes <small>1<[\s\S]*ada<\/th><td>one<\/td>\s*<td>–<\/td><td>7<\/td>/);
  expect(await set()).toEqual([]);
  const fields = { text: file, shown: shownIn(tried.body), reason: 'oral exam' };
  expect((await send('/manual/apply', { ...fields, reason: ' ' })).statusCode).toBe(409);
  const applied = await send('/manual/apply', fields);
  expect([applied.statusCode, applied.headers.location]).toEqual([303, `${base}?done=manual`]);
  expect(await set()).toEqual([{ name: 'ada', points: 7 }]);
  const log = await many(database.owner, 'select actor, subject from audit order by id');
  expect(log).toMatchObject([{ actor: 'prof' }]);
});

test('conflicts are shown, stay as they are here, and go by the file only when that is said; so are wrong lines', async () => {
  const file = (await exported()).replace('ada,7,', 'ada,9,').replace('ben,,', 'ben,3,');
  await execute(database.owner, 'update override set points = 8');
  const tried = await send('/manual', { text: file });
  expect(tried.body).toMatch(/Conflicts <small>1<[\s\S]*<td>7<\/td><td>8<\/td><td>9<\/td>/);
  const fields = { text: file, shown: shownIn(tried.body), reason: 'late marks' };
  await send('/manual/apply', fields);
  expect(await set()).toEqual([
    { name: 'ada', points: 8 },
    { name: 'ben', points: 3 },
  ]);
  const stale = await send('/manual/apply', fields);
  expect([stale.statusCode, stale.body.includes('Something has changed here meanwhile')]).toEqual([409, true]);
  await send('/manual/apply', { ...fields, shown: shownIn(stale.body), conflicts: 'file' });
  expect((await set())[0]).toEqual({ name: 'ada', points: 9 });
  const wrong = await send('/manual', { text: file.replace('ada,9,', 'ada,many,') });
  expect([wrong.statusCode, wrong.body.includes('must be points from 0 to 1000000, EX for excused')]).toEqual([
    422,
    true,
  ]);
});
