import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test('a path of ours is gone back to, with its question', () => {
  expect(returnPath('/courses/go?sort=name')).toBe('/courses/go?sort=name');
  expect(returnPath(undefined)).toBe('/');
});

test.each([
  ...['https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example', 'javascript:alert(1)'],
  ...['/\t/evil.example', '/.//evil.example', 'evil.example', '', '/\n/evil.example', '/%2f/../..//evil.example'],
])('%j leads home', (to) => {
  const path = returnPath(to);
  expect(new URL(path, 'https://here.example').origin).toBe('https://here.example');
  expect(path.startsWith('//')).toBe(false);
});
