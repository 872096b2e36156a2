import { expect, test } from 'vitest';
import { seal, unseal } from './sealed.ts';

const [now, before] = ['the secret of today, long enough', 'the secret of yesterday, long enough'];

test('what is sealed does not show its text, and is another each time', () => {
  const [one, two] = [seal('a private key', now), seal('a private key', now)];
  expect(one).not.toContain(Buffer.from('a private key').toString('base64url').slice(0, 8));
  expect(one).not.toBe(two);
  expect(unseal(one, [now])).toEqual({ text: 'a private key', by: 0 });
});

test('the secret before opens it as well, and it is said that it did', () => {
  expect(unseal(seal('k', before), [now, before])).toEqual({ text: 'k', by: 1 });
  expect(unseal(seal('k', before), [now])).toBeUndefined();
});

test.each(['', 'v1', 'v1..', 'v2.AAAA.AAAA', 'nonsense'])('%j opens with nothing', (text) => {
  expect(unseal(text, [now])).toBeUndefined();
});

test('a sign that was changed is noticed', () => {
  const sealed = seal('{"id":1}', now);
  const at = sealed.length - 6;
  const other = sealed[at] === 'A' ? 'B' : 'A';
  expect(unseal(sealed.slice(0, at) + other + sealed.slice(at + 1), [now])).toBeUndefined();
});
