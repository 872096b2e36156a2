import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { push } from '#services/classroom/intake/testing/payloads.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { webhook } from './webhook.ts';

const secret = 'a-secret-of-this-test';
const require = createRequire(import.meta.url);
const examples: { name: string; examples: unknown[] }[] = require('@octokit/webhooks-examples');
const log: string[] = [];
const rung: string[] = [];
let db: TestDatabase;
let folder: CourseFolder;
let app: FastifyInstance;

beforeAll(async () => {
  db = await testDatabase();
  folder = await courseFolder();
  await folder.assignment('lab');
  await folder.course('assignments: [lab]\n');
  await syncCourse(db.web, databaseStore(db.web), folder.dir);
  app = fastify({ logger: { level: 'trace', stream: { write: (line: string) => void log.push(line) } } });
  await app.register(webhook, { database: db.web, secrets: [secret, 'the-old-one'], ring: (bell) => rung.push(bell) });
});

beforeEach(() => {
  log.length = 0;
  rung.length = 0;
});

afterAll(async () => {
  await app?.close();
  await folder?.remove();
  await db?.close();
});

test('every example payload of every event gets 202', async () => {
  let count = 0;
  for (const { name, examples: payloads } of examples) {
    for (const payload of payloads) {
      const response = await post(JSON.stringify(payload), { 'x-github-event': name });
      expect([name, response.statusCode, response.body]).toEqual([name, 202, expect.stringContaining('"outcome"')]);
      count++;
    }
  }
  expect(count).toBe(329);
  expect(await one(db.owner, 'select count(*)::int as open from delivery where processed_at is null')).toEqual({
    open: 0,
  });
});

test('a push is answered when everything is committed, and then the grading bell rings', async () => {
  const guid = randomUUID();
  const response = await post(JSON.stringify(push('one')), { 'x-github-delivery': guid });
  expect([response.statusCode, response.json()]).toEqual([202, { delivery: guid, outcome: 'handed-in' }]);
  expect(rung).toEqual(['grading']);
});

test('a redelivery is acknowledged, does nothing and rings nothing', async () => {
  const body = JSON.stringify(push('again'));
  const headers = { 'x-github-delivery': randomUUID() };
  await post(body, headers);
  rung.length = 0;
  const response = await post(body, headers);
  expect([response.statusCode, response.json()]).toEqual([
    202,
    expect.objectContaining({ outcome: 'handed-in', again: true }),
  ]);
  expect(rung).toEqual([]);
});

test('a push body of 20 MB is taken', async () => {
  const payload = push('large');
  const commits = Array.from({ length: 2048 }, (_, i) => ({ id: String(i), added: ['x'.repeat(10_000)] }));
  const body = JSON.stringify({ ...payload, commits });
  expect(body.length).toBeGreaterThan(20_000_000);
  const response = await post(body);
  expect([response.statusCode, response.json().outcome]).toEqual([202, 'handed-in']);
  const facts = await one<{ facts: object }>(
    db.owner,
    "select facts from delivery order by (facts->>'bytes')::int desc limit 1",
  );
  expect(facts.facts).toMatchObject({ commits: 2048, bytes: body.length });
  expect(JSON.stringify(facts.facts).length).toBeLessThan(2000);
});

test('a body above 26 MiB gets 413', async () => {
  const response = await post(Buffer.alloc(26 * 1024 * 1024 + 1, ' '));
  expect([response.statusCode, response.json().error]).toEqual([413, expect.stringContaining('larger')]);
});

test('a body of exactly 26 MiB does not', async () => {
  expect((await post(Buffer.alloc(26 * 1024 * 1024, ' '))).statusCode).toBe(400);
});

const unsigned: [what: string, headers: Record<string, string | undefined>][] = [
  ['no signature', { 'x-hub-signature-256': undefined }],
  ['a wrong signature', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
  ['a signature of the wrong length', { 'x-hub-signature-256': 'sha256=00' }],
  [
    'no headers at all',
    { 'x-hub-signature-256': undefined, 'x-github-event': undefined, 'x-github-delivery': undefined },
  ],
];

test.each(unsigned)('%s gets 401, and is not even parsed', async (_, headers) => {
  const response = await post('{ this is no JSON', headers);
  expect([response.statusCode, response.json().error]).toEqual([401, expect.stringContaining('webhook secret')]);
});

test('the secret before the present one is accepted while it is replaced', async () => {
  const body = '{}';
  const response = await post(body, { 'x-hub-signature-256': sign(body, 'the-old-one'), 'x-github-event': 'ping' });
  expect(response.statusCode).toBe(202);
});

const incomplete: [what: string, body: string, headers: Record<string, string | undefined>, error: RegExp][] = [
  ['no delivery id', '{}', { 'x-github-delivery': undefined }, /X-GitHub-Delivery/],
  ['a delivery id without end', '{}', { 'x-github-delivery': 'x'.repeat(101) }, /X-GitHub-Delivery/],
  ['no event', '{}', { 'x-github-event': undefined }, /X-GitHub-Event/],
  ['a body that is no JSON', '{', {}, /no JSON/],
  ['an empty body', '', {}, /no JSON/],
];

test.each(incomplete)('%s gets 400 and is told what is missing', async (_, body, headers, error) => {
  const response = await post(body, headers);
  expect([response.statusCode, response.json().error]).toEqual([400, expect.stringMatching(error)]);
});

test.each(['null', '[]', '7', '"text"', '{}', `${'['.repeat(200_000)}${']'.repeat(200_000)}`])(
  'JSON that is no payload is acknowledged',
  async (body) => {
    const response = await post(body);
    expect([response.statusCode, response.json().outcome]).toEqual([202, 'ignored']);
  },
);

test('a form-encoded webhook gets 415 and is told which content type to choose', async () => {
  const response = await post('payload=%7B%7D', { 'content-type': 'application/x-www-form-urlencoded' });
  expect([response.statusCode, response.json().error]).toEqual([415, expect.stringContaining('application/json')]);
});

test('a person who opens the address is told what it is for', async () => {
  const response = await app.inject({ method: 'GET', url: '/webhooks/github' });
  expect([response.statusCode, response.headers.allow]).toEqual([405, 'POST']);
  expect(response.json().error).toContain('webhook URL');
});

test('trouble of ours gets 500, which tells GitHub that it failed, and no detail', async () => {
  const headers = { 'x-github-delivery': randomUUID() };
  const body = JSON.stringify(push('trouble'));
  await execute(db.owner, 'alter table submission rename to gone');
  const response = await post(body, headers);
  await execute(db.owner, 'alter table gone rename to submission');
  expect([response.statusCode, response.body]).toEqual([500, expect.not.stringContaining('submission')]);
  expect(log.join('')).toContain(headers['x-github-delivery']);
  expect((await post(body, headers)).json()).toEqual({ delivery: headers['x-github-delivery'], outcome: 'handed-in' });
});

test('no secret, signature or payload is ever in the log', async () => {
  const payload = push('logged', { more: { description: 'word-of-the-payload' } });
  await post(JSON.stringify(payload));
  await post(JSON.stringify(payload), { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` });
  const lines = log.join('');
  expect(lines).toContain('delivery processed');
  expect(lines).toContain('delivery refused');
  for (const word of [secret, 'sha256=', 'word-of-the-payload']) expect(lines).not.toContain(word);
});

test('a line about a delivery names it, its event, its repository and the run that it queued', async () => {
  const guid = randomUUID();
  await post(JSON.stringify(push('told')), { 'x-github-delivery': guid });
  const line = log.map((text) => JSON.parse(text)).find(({ msg }) => msg === 'delivery processed');
  const { run } = await one<{ run: number }>(db.owner, 'select max(id) as run from run');
  expect(line).toMatchObject({
    delivery: guid,
    event: 'push',
    repository: 'School/lab-ada',
    run,
    outcome: 'handed-in',
  });
});

test('other routes of the same server still read JSON as usual', async () => {
  const other = fastify();
  await other.register(webhook, { database: db.web, secrets: [secret], ring: () => undefined });
  other.post('/other', (request) => ({ got: request.body }));
  const response = await other.inject({ method: 'POST', url: '/other', payload: { a: 1 } });
  await other.close();
  expect(response.json()).toEqual({ got: { a: 1 } });
});

test.each([[[]], [['']]])('the server does not start without a secret', async (secrets) => {
  const other = fastify();
  await expect(other.register(webhook, { database: db.web, secrets, ring: () => undefined })).rejects.toThrow(/secret/);
});

function sign(body: string | Buffer, key = secret): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

function post(body: string | Buffer, headers: Record<string, string | undefined> = {}) {
  const all = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': sign(body),
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return app.inject({ method: 'POST', url: '/webhooks/github', payload: body, headers: given });
}
