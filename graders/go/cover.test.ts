import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coverageOf, mergeProfiles, type Profile, readProfile } from './cover.ts';

const sample = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');

const MODULE = 'example.com/gradebook';
const files = ['gradebook/book.go'];
const read = (text: string) => readProfile(text, MODULE, files);
const good = (text: string) => read(text) as Profile;
const line = (numbers: string) => `mode: set\nexample.com/gradebook/gradebook/book.go:${numbers}\n`;

test('a real profile gives what go tool cover says', () => {
  const { covered, statements } = coverageOf(good(sample('cover.txt')));
  expect([covered, statements]).toEqual([3, 7]);
});

test('files of other modules, tests and files that do not count are left out', () => {
  const others =
    'mode: set\nexample.com/other/x.go:1.1,2.2 1000 1\nexample.com/gradebook/gradebook/book_test.go:1.1,2.2 9 1\n';
  expect(coverageOf(good(others)).statements).toBe(0);
});

test('the same block twice is one block, covered when either is', () => {
  const twice = `${line('1.1,2.2 3 0')}example.com/gradebook/gradebook/book.go:1.1,2.2 3 7\n`;
  expect(coverageOf(good(twice))).toEqual({ covered: 3, statements: 3 });
});

test('profiles of several suites join, covered in one is covered', () => {
  const merged = mergeProfiles([
    good(line('1.1,2.2 3 1')),
    good(line('1.1,2.2 3 0')),
    good(line('4.1,5.2 1 0')),
  ]) as Profile;
  expect(coverageOf(merged)).toEqual({ covered: 3, statements: 4 });
});

test.each([
  ['', 'it does not begin with a mode'],
  ['mode: evil\n', 'it does not begin with a mode'],
  [line('1.1,2.2 3'), 'it has a line that is no block'],
  [line('5.1,2.2 3 1'), 'it has a line that is no block'],
  [line('1.1,2.2 999999 1'), 'it has a line that is no block'],
  [line('1.1,2.2 -3 1'), 'it has a line that is no block'],
  [line('1.1,2.2 1e9 1'), 'it has a line that is no block'],
  [
    `${line('1.1,2.2 3 0')}example.com/gradebook/gradebook/book.go:1.1,2.2 4 1\n`,
    'one block has two numbers of statements',
  ],
  [`mode: set\n${'a.go:1.1,1.2 1 1\n'.repeat(60_000)}`, 'it has more than 50000 blocks'],
])('a profile that go cannot have written is refused: %#', (text, words) => {
  expect(read(text)).toBe(words);
});
