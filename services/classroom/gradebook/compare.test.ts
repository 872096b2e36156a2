import { expect, test } from 'vitest';
import { tree } from '../trees.ts';
import { changedFiles } from './compare.ts';

const files = (entries: Record<string, string>) =>
  tree(Object.entries(entries).map(([path, text]) => [path, Buffer.from(text)] as const));

test('files that changed, came and went are there with their lines, others are not', () => {
  const before = files({ 'a.go': 'one\ntwo\n', 'gone.go': 'x\n', 'same.go': 'y\n' });
  const changed = changedFiles(before, files({ 'a.go': 'one\n2\n', 'same.go': 'y\n', 'new.go': 'z\n' }));
  expect(changed.map(({ path, hunks }) => [path, hunks[0]?.lines])).toEqual([
    ['a.go', [' one', '-two', '+2']],
    ['gone.go', ['-x']],
    ['new.go', ['+z']],
  ]);
});

test('what is large, no text or other altogether is named without its lines', () => {
  const lines = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word} ${i}\n`).join('');
  const before = files({ big: 'x'.repeat(300_000), bin: 'a\0', long: lines('old') });
  const changed = changedFiles(before, files({ big: 'y', bin: 'b\0', long: lines('new') }));
  expect(changed.map(({ hunks, why }) => [hunks.length, typeof why])).toEqual([
    [0, 'string'],
    [0, 'string'],
    [0, 'string'],
  ]);
});
