import { expect, it } from 'vitest';
import { tree } from '../trees.ts';
import { LOCK_FILE, lockText, readLock } from './lock.ts';

const judging = 'sha256:aa';
const tests = new Map([
  ['stats', new Map([['TestMean', undefined]])],
  [
    'gradebook',
    new Map([
      ['TestTop', undefined],
      ['TestAlias', 'gradebook/hidden_test.go:9: writes to what it was given'],
    ]),
  ],
]);

function files(text: string) {
  return tree([[LOCK_FILE, Buffer.from(text)]]);
}

it('gives back which tests are sealed and why the others are not', () => {
  const lock = readLock(files(lockText(judging, tests)), judging, 'auto');
  expect([lock.state, [...lock.sealed]]).toEqual([
    'valid',
    [
      ['gradebook', ['TestTop']],
      ['stats', ['TestMean']],
    ],
  ]);
  expect([...lock.shared]).toEqual([
    ['gradebook.TestAlias', 'gradebook/hidden_test.go:9: writes to what it was given'],
  ]);
});

it.each([
  ['of another version', lockText('sha256:bb', tests), 'stale'],
  ['that is no JSON', '<<<<<<< HEAD', 'unreadable'],
  ['of another format', '{"version":2}', 'unreadable'],
])('seals nothing by a lock %s', (_, text, state) => {
  expect(readLock(files(text), judging, 'auto')).toEqual({ state, sealed: new Map(), shared: new Map() });
});

it('seals nothing without a lock, nor where the assignment wants it so', () => {
  expect(readLock(tree([]), judging, 'auto').state).toBe('missing');
  expect(readLock(files(lockText(judging, tests)), judging, 'shared')).toMatchObject({
    state: 'off',
    sealed: new Map(),
  });
});
