import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { crashesIn, crashInWords, functionName, readCrash } from './panic.ts';
import { studentPlaces } from './places.ts';
import { subject } from './recorded.ts';

const sample = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');

const places = studentPlaces(subject());

test.each([
  ['Top', 'panic: slice bounds out of range [:3] with capacity 0 at gradebook/book.go:12 in pick'],
  ['Nil', 'panic: invalid memory address or nil pointer dereference at gradebook/book.go:17 in Nil'],
  ['Dead', 'deadlock: every goroutine waits at gradebook/book.go:22 in Dead'],
  ['Deep', 'fatal error: stack overflow at gradebook/book.go:25 in Deep'],
  ['Go', 'panic: assignment to entry in nil map at gradebook/book.go:31 in Go.func1'],
  ['Maps', 'fatal error: concurrent map writes at gradebook/book.go:42 in Maps'],
  ['Err', 'panic: wrap: inner'],
  ['Big', 'panic: badthing @everyone at gradebook/book.go:37 in Big'],
])('the crash of Test%s is told with the first line of the student', (name, words) => {
  expect(crashInWords(readCrash(sample(`crash-Test${name}.txt`), places)!)).toBe(words);
});

test('output without a crash gives none', () => {
  expect(readCrash('hello\nno panic: here\n', places)).toBeUndefined();
});

test('no line of a file that is not the student’s is told', () => {
  const crash = readCrash(sample('crash-TestTop.txt'), studentPlaces({ studentFiles: [] }))!;
  expect(crash.at).toBeUndefined();
});

test.each([
  ['example.com/gradebook/gradebook.(*Book).Top(...)', '(*Book).Top'],
  ['created by example.com/a/b.(*Book).Go in goroutine 7', '(*Book).Go'],
  ['  slices.Sort[go.shape.[]int,go.shape.int]()', 'Sort[…]'],
  ['testing.tRunner.func1.2({0x55d860, 0x3955716a6180})', 'tRunner.func1.2'],
  ['main.main()', 'main'],
])('%s is called %s', (line, name) => {
  expect(functionName(line)).toBe(name);
});

test('a forged trace of a million lines is read within bounds', () => {
  const began = process.cpuUsage();
  readCrash(`panic: x\n${'\t/tmp/trees/judged/gradebook/other.go:1\n'.repeat(1_000_000)}`, places);
  expect(process.cpuUsage(began).user).toBeLessThan(500_000);
});

test.each([
  ['function of brackets', `panic: x\n\n${'['.repeat(60_000)}\n\t/tmp/trees/judged/gradebook/book.go:1\n`, 1],
  ['many of them', `panic: x\n${'['.repeat(1_500)}\n\t/tmp/trees/judged/gradebook/book.go:1\n`.repeat(150), 150],
  ['panic recovered for ever', `panic: ${' [recovered]'.repeat(20_000)}x\n`, 1],
])('a forged crash costs what its length costs: a %s', (_what, text, many) => {
  const began = process.cpuUsage();
  expect(crashesIn(text, places)).toHaveLength(many);
  expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
});
