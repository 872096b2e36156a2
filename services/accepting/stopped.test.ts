import { expect, test } from 'vitest';
import { NotYet, Stopped, stopWords } from './stopped.ts';

const answer = (status: number, headers: Record<string, string> = {}) =>
  Object.assign(new Error('said no'), { status, response: { headers } });

test('what a person has to do is said as it is', () => {
  expect(stopWords(new Stopped('Ask your teacher.'), 0)).toEqual({ error: 'Ask your teacher.' });
});

test('a limit of GitHub is waited for as long as it says', () => {
  expect(stopWords(answer(403, { 'retry-after': '90' }), 0)).toEqual({ seconds: 90 });
  expect(stopWords(answer(502), 2)).toEqual({ seconds: 20 });
  expect(stopWords(new Error('fetch failed'), 0)).toEqual({ seconds: 5 });
});

test('what GitHub is still at is looked at again soon, then later, then not by itself', () => {
  const copying = new NotYet('GitHub has not copied it yet.');
  expect([stopWords(copying, 0), stopWords(copying, 5)]).toEqual([{ seconds: 1 }, { seconds: 32 }]);
  expect(stopWords(copying, 8)).toEqual({ error: expect.stringMatching(/^GitHub has not copied it yet\. Try again/) });
});

test('a permission that is missing is for the teacher to give, and is not asked for again and again', () => {
  expect(stopWords(answer(403), 0)).toEqual({ error: expect.stringContaining('permissions administration') });
});

test('trouble that does not end stops; a mistake of ours is said to be ours', () => {
  expect(stopWords(answer(502), 8)).toEqual({ error: expect.stringContaining('tell your teacher') });
  expect(stopWords(answer(422), 0)).toEqual({ error: expect.stringContaining('GitHub answered 422') });
  expect(stopWords(new TypeError('x is undefined'), 0)).toEqual({ error: expect.stringContaining('on our side') });
});
