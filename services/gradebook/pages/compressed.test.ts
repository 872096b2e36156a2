import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { compressed } from './compressed.ts';

const long = randomBytes(300_000).toString('hex');

function app() {
  const made = Fastify();
  compressed(made);
  made.get('/whole', async (_request, reply) => reply.type('text/html').send(long));
  made.get('/parts', async (_request, reply) => reply.type('text/html').send(Readable.from(['head', long])));
  made.get('/short', async (_request, reply) => reply.type('text/html').send('short'));
  return made;
}

test.each([
  ['/whole', long],
  ['/parts', `head${long}`],
])('%s arrives whole, however large it is when packed', async (url, text) => {
  const answer = await app().inject({ url, headers: { 'accept-encoding': 'br, gzip' } });
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(gunzipSync(answer.rawPayload).toString() === text).toBe(true);
});

test.each([undefined, 'br', 'gzip;q=0'])('who takes no gzip (%s) gets none', async (accepted) => {
  const answer = await app().inject({ url: '/parts', headers: accepted ? { 'accept-encoding': accepted } : {} });
  expect(answer.headers['content-encoding']).toBeUndefined();
  expect(answer.body === `head${long}`).toBe(true);
});

test('parts that fail before anybody reads them end their answer, and no process', async () => {
  const made = Fastify();
  compressed(made);
  // As the session does, which is stored first.
  made.addHook('onSend', async () => setImmediate());
  const failing = () => Readable.from([Promise.reject(new Error('no database'))]);
  made.get('/', async (_request, reply) => reply.type('text/html').send(failing()));
  const answer = await made.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } });
  expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([500, undefined]);
  expect(answer.json()).toMatchObject({ message: 'no database' });
});

test('what is short stays as it is', async () => {
  const answer = await app().inject({ url: '/short', headers: { 'accept-encoding': 'gzip' } });
  expect(answer.headers['content-encoding']).toBeUndefined();
});
