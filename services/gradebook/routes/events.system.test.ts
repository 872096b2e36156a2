import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { criterion, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let origin: string;
let run: number;
let ada: number;
let ben: number;
const cookies = { ada: '', ben: '' };

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
  await account('ada', 7);
  await account('ben', 8);
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

async function account(login: keyof typeof cookies, githubId: number): Promise<void> {
  const sql = `insert into participant_account (participant_id, login, github_id) values ($1, $2, $3)`;
  await execute(database.owner, sql, [await participant(login), login, githubId]);
  cookies[login] = await cookieOf(database.owner, { githubId, login });
}

async function participant(name: string): Promise<number> {
  return (await one<{ id: number }>(database.owner, 'select id from participant where name = $1', [name])).id;
}

const headersOf = (who: keyof typeof cookies) => ({ cookie: cookies[who], accept: 'text/event-stream' });

function follow(query = '', who: keyof typeof cookies = 'ada', signal?: AbortSignal): Promise<Response> {
  return fetch(`${origin}/courses/go/events${query}`, { headers: headersOf(who), signal: signal ?? null });
}

const patience = { timeout: 60_000, interval: 20 };

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
  await leavesBeforeItIsAnswered('ben');
  const streams = await Promise.all(Array.from({ length: 6 }, () => follow('', 'ben')));
  expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
  expect((await follow('', 'ben')).status).toBe(429);
  await Promise.all(streams.map(({ body }) => body!.cancel()));
  await expect
    .poll(async () => {
      const next = await follow('', 'ben');
      await next.body?.cancel();
      return next.status;
    }, patience)
    .toBe(200);
});

/** Asks for a stream, and is gone before the database has said what there is to follow. */
async function leavesBeforeItIsAnswered(who: keyof typeof cookies): Promise<void> {
  const leaving = new AbortController();
  const waiting = `select count(*)::int as n from pg_locks l join pg_database d on d.oid = l.database
    where not granted and relation = 'run'::regclass and datname = current_database()`;
  const connections = () => new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)));
  await transaction(database.owner, async (tx) => {
    await execute(tx, 'lock table run in access exclusive mode');
    const gone = follow('', who, leaving.signal).catch(() => undefined);
    await expect.poll(() => one(tx, waiting), patience).not.toEqual({ n: 0 });
    const before = Number(await connections());
    leaving.abort();
    await gone;
    await expect.poll(connections, patience).toBeLessThan(before);
  });
}

test('a server that stops ends the streams that are open', async () => {
  const stopping = await testGradebook(database.web, { signIn });
  const there = await stopping.listen({ port: 0, host: '127.0.0.1' });
  const answer = await fetch(`${there}/courses/go/events`, { headers: headersOf('ada') });
  const rest = answer.text();
  await stopping.close();
  expect(await rest).toContain('event: following');
});
