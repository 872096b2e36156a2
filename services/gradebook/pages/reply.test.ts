import { setImmediate } from 'node:timers/promises';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { pages } from './reply.ts';

test('a page that fails before anybody reads it is told so, and ends no process', async () => {
  const app = Fastify();
  app.decorateRequest('viewer', { getter: () => ({ account: undefined, admin: false }) });
  pages(app, false);
  // As the session does, which is stored first.
  app.addHook('onSend', async () => setImmediate());
  const head = { title: 'Grades', trail: [] };
  app.get('/', (_request, reply) => reply.pageLater(head, Promise.reject(new Error('no database'))));
  const { statusCode, body } = await app.inject('/');
  expect(statusCode).toBe(200);
  expect(body).toContain('Our trouble');
  expect(body).toContain('<title>Grades');
});
