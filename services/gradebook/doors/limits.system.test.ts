import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { refuseError } from '../pages/refusals.ts';
import { pages } from '../pages/reply.ts';
import { signIn, testGradebook } from '../testing/app.ts';

let database: TestDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn: { ...signIn, publicUrl: 'https://grades.example' } });
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

test('over https the cookie is of this host alone and never sent in the clear, and browsers keep to https', async () => {
  const headers = { 'x-forwarded-proto': 'https', host: 'grades.example' };
  const { headers: answer } = await app.inject({ url: '/sign-in?to=/courses', headers });
  expect(answer['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
  const cookie = [answer['set-cookie']].flat().find((one) => one?.startsWith('__Host-pushmark='));
  expect(cookie).toMatch(/Path=\/;/);
  for (const word of ['Secure', 'HttpOnly', 'SameSite=Lax']) expect(cookie).toContain(word);
  expect(cookie).not.toContain('Domain');
});

test('everybody has so many requests a minute; whoever is too fast is told what to do', async () => {
  const left = async () => Number((await app.inject('/')).headers['x-ratelimit-remaining']);
  const before = await left();
  expect([before > 100, await left()]).toEqual([true, before - 1]);
  const own = fastify();
  pages(own, false);
  own.setErrorHandler(refuseError);
  await own.register(fastifyRateLimit, { max: 1, timeWindow: '1 minute' });
  own.get('/', async () => 'fine');
  await own.inject('/');
  const { statusCode, body } = await own.inject('/');
  await own.close();
  expect([statusCode, body.includes('Wait a minute, then go on.')]).toEqual([429, true]);
});

test('a form that is too big is refused before it is read', async () => {
  const payload = `state=granted&answer=${'x'.repeat(2 * 1024 * 1024)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/courses/go/requests/1', payload, headers });
  expect([statusCode, body.includes('It is bigger than what is read here.')]).toEqual([413, true]);
});
