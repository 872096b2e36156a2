import fastify, { type FastifyError } from 'fastify';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { notUnderstood } from './not-understood.ts';

const body = Type.Object({
  why: Type.String({ minLength: 1, maxLength: 5 }),
  points: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
  kind: Type.Optional(Type.Enum(['student', 'group'])),
  id: Type.Optional(Type.String({ pattern: '^[0-9]+$' })),
});

async function said(payload: object): Promise<string> {
  const app = fastify({ bodyLimit: 200 });
  app.setErrorHandler((error: FastifyError, _request, reply) => reply.send(notUnderstood(error)));
  app.post('/', { schema: { body } }, async () => 'fine');
  const { body: text } = await app.inject({ method: 'POST', url: '/', payload });
  await app.close();
  return text;
}

test('what is wrong with a form names the field and what would be right, in plain words', async () => {
  expect(await said({})).toBe('“why” is missing: fill it in. Go back and correct it.');
  expect(await said({ why: '' })).toBe('“why” is empty: fill it in. Go back and correct it.');
  expect(await said({ why: 'too long' })).toBe('“why” is too long: at most 5 signs. Go back and correct it.');
  expect(await said({ why: 'x', points: 11 })).toBe('“points” is too big: at most 10. Go back and correct it.');
  expect(await said({ why: 'x', points: 'y' })).toBe('“points” must be a number. Go back and correct it.');
  expect(await said({ why: 'x', kind: 'y' })).toBe('“kind” must be one of: student, group. Go back and correct it.');
  expect(await said({ why: 'x', id: 'y' })).toMatch(/^“id” is not written as it should be/);
  expect(await said({ why: 'x'.repeat(300) })).toBe('It is bigger than what is read here.');
});
