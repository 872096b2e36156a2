import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { studentPlaces } from './places.ts';
import { raceDetail, raceFinding, readRace } from './race.ts';
import { subject } from './recorded.ts';

const sample = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');

const places = studentPlaces(subject());
const report = (name: string) => readRace(sample(`race-${name}.txt`), places)!;

test('the first frame of an access in a student’s file is the place', () => {
  expect(report('TestAddAll').at).toEqual({ file: 'gradebook/book.go', line: 13, function: '(*Book).Add' });
});

test('the finding names both accesses', () => {
  expect(raceFinding(report('TestCount'), places)).toMatchObject([
    {
      rule: 'data-race',
      level: 'error',
      file: 'gradebook/book.go',
      line: 18,
      message: expect.stringContaining(
        'write in (*Book).Bump (gradebook/book.go:18) and read in (*Book).Count (gradebook/book.go:16)',
      ),
    },
  ]);
});

test('the detail holds both stacks and where the goroutines came from, without addresses', () => {
  const detail = raceDetail(report('TestAddAll'));
  expect(detail.split('\n\n')).toHaveLength(4);
  expect(detail).toMatch(
    /^Read by goroutine \d+:\n {2}mapaccess1_faststr\n {2}\(\*Book\)\.Add {2}gradebook\/book\.go:13\n/,
  );
  expect(detail).toMatch(/Goroutine \d+ \(running\) created at:\n {2}\(\*Book\)\.AddAll {2}gradebook\/book\.go:24/);
  expect(detail).not.toMatch(/0x[0-9a-f]|hidden_test\.go|\/usr\/local/);
});

test('a race between the test and the library has no place in the student’s files', () => {
  expect(report('TestSort').at).toBeUndefined();
  expect(raceFinding(report('TestSort'), places)).toEqual([]);
});

test('the report is read without the rules around it, as the judge sends it', () => {
  const text = sample('race-TestCount.txt').replaceAll(/={18}\n/g, '');
  expect(readRace(text, places)?.at?.line).toBe(18);
});

test('output without a report gives none', () => {
  expect(readRace('all fine\n', places)).toBeUndefined();
});

test('a forged report with escapes comes out clean', () => {
  const forged =
    'WARNING: DATA RACE\nWrite at 0x1 by goroutine 1:\n  m.\x1b[31mEvil\u202e()\n      /tmp/trees/judged/gradebook/book.go:3 +0x1\n';
  expect(JSON.stringify(raceFinding(readRace(forged, places)!, places))).not.toMatch(/\\u001b|\u202e/);
});
