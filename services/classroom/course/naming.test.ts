import { expect, test } from 'vitest';
import { newName } from './naming.ts';

const of = { slug: 'm02', classroom: 'go-27' };

test.each([
  [['<slug>-<login>', '<slug>.<login>'], 'student', 'Ada', 'm02-ada'],
  [['<classroom>-<slug>-<team>', '<slug>.<login>'], 'student', 'ada', 'm02.ada'],
  [['<classroom>-<slug>-<team>', '<slug>.<login>'], 'group', 'whales', 'go-27-m02-whales'],
  [['<slug>-<login>'], 'group', 'whales', 'm02-whales'],
] as const)('by %j a %s %s gets the repository named so', (patterns, kind, owner, name) => {
  expect(newName(patterns, { ...of, owner, kind })).toBe(name);
});

test('no name is longer than GitHub takes', () => {
  expect(
    newName(['<slug>-<login>'], { ...of, slug: 's'.repeat(90), owner: 'a'.repeat(39), kind: 'student' }),
  ).toHaveLength(100);
});
