import { expect, it } from 'vitest';
import { tree } from '../trees.ts';
import { LOCK_FILE, lockText, readLock, sealingProblem } from './lock.ts';

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
  ['of another generator', lockText('sha256:aa', tests).replace(/"sealing": \d+/, '"sealing": 1'), 'stale'],
  ['of before generators had versions', lockText('sha256:aa', tests).replace(/ *"sealing": \d+,\n/, ''), 'stale'],
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

it('says why an assignment cannot be sealed as a whole, and nothing when it can', () => {
  const read = (text: string) => sealingProblem(readLock(files(text), judging, 'sealed'));
  expect(read(lockText(judging, new Map([['stats', new Map([['TestMean', undefined]])]])))).toBeUndefined();
  expect(read(lockText(judging, tests))).toMatch(/and gradebook.TestAlias cannot be: gradebook.hidden_test.go:9/);
  expect(read(lockText('sha256:bb', tests))).toMatch(/sealed.lock.json is stale: run `pushmark check`/);
  expect(sealingProblem(readLock(tree([]), judging, 'sealed'))).toMatch(/sealed.lock.json is missing/);
});
