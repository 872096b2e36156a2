import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { criterion, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let origin: string;
let run: number;
let ada: number;
let ben: number;
let cookie: string;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const { course, assignments } = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  const base = { course: course.id, assignment: assignments.get('one')!, receivedAt: '2026-11-01T12:00:00Z' };
  const queued = { ...base, state: 'queued' };
  run = (await seedSubmission(database.owner, { ...queued, participant: 'ada', repository: 1, sha: 'a'.repeat(40) }))
    .run;
  await seedSubmission(database.owner, { ...queued, participant: 'ben', repository: 2, sha: 'b'.repeat(40) });
  ada = await participant('ada');
  ben = await participant('ben');
  const account = `insert into participant_account (participant_id, login, github_id) values ($1, 'ada', 7)`;
  await execute(database.owner, account, [ada]);
  cookie = await cookieOf(database.owner, { githubId: 7, login: 'ada' });
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

async function participant(name: string): Promise<number> {
  return (await one<{ id: number }>(database.owner, 'select id from participant where name = $1', [name])).id;
}

function follow(query = ''): Promise<Response> {
  return fetch(`${origin}/courses/go/events${query}`, { headers: { cookie, accept: 'text/event-stream' } });
}

/** Reads until an event of this name has come; answers all that came before. */
async function until(reader: ReadableStreamDefaultReader<Uint8Array>, event: string): Promise<string> {
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended before ${event}: ${text}`);
    text += Buffer.from(value).toString();
    if (text.includes(`event: ${event}\n`)) return text;
  }
}

test('an open page hears of what happens to its submissions', async () => {
  const reader = (await follow()).body!.getReader();
  await until(reader, 'following');
  await execute(database.owner, `update run set state = 'running', phase = 'fetching' where id = $1`, [run]);
  await until(reader, 'changed');
  await reader.cancel();
});

test('nobody follows somebody else', async () => {
  expect((await follow(`?participant=${ben}`)).status).toBe(404);
  const own = await follow(`?participant=${ada}`);
  expect([own.status, own.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/event-stream')]);
  await own.body!.cancel();
});

test('an account has six streams at a time: the next page looks by itself, until one is closed', async () => {
  const streams = await Promise.all(Array.from({ length: 6 }, () => follow()));
  expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
  expect((await follow()).status).toBe(429);
  await Promise.all(streams.map(({ body }) => body!.cancel()));
  await expect
    .poll(async () => {
      const next = await follow();
      await next.body?.cancel();
      return next.status;
    })
    .toBe(200);
});

test('a server that stops ends the streams that are open', async () => {
  const stopping = await testGradebook(database.web, { signIn });
  const there = await stopping.listen({ port: 0, host: '127.0.0.1' });
  const answer = await fetch(`${there}/courses/go/events`, { headers: { cookie, accept: 'text/event-stream' } });
  const rest = answer.text();
  await stopping.close();
  expect(await rest).toContain('event: following');
});
