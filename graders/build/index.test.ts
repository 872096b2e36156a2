import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compiled, outcomes, subject } from '../go/recorded.ts';
import build from './index.ts';

const sample = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');
const judge = (changes: Parameters<typeof compiled>[0], student = subject()) =>
  build.judge(student, {}, outcomes({ compiled: () => compiled(changes) }));

test('code that builds has full credit', () => {
  expect(judge({})).toMatchObject({ credit: 1, summary: 'it builds', findings: [] });
});

test('every message of the compiler is a finding on its line', () => {
  const judgement = judge({ exitCode: 1, stderr: sample('broken.txt') });
  expect(judgement.credit).toBe(0);
  expect(judgement.summary).toBe(
    'does not build: gradebook/book.go:3: "os" imported and not used (and 6 more messages)',
  );
  expect(judgement.findings).toHaveLength(7);
  expect(judgement.findings[1]).toEqual({
    rule: 'compile',
    level: 'error',
    file: 'gradebook/book.go',
    line: 8,
    column: 2,
    message: 'declared and not used: unused',
  });
});

test.each([
  ['syntax.txt', 'does not build: gradebook/book.go:3: syntax error: unexpected {, expected )'],
  [
    'cycle.txt',
    'does not build: package example.com/gradebook/a imports example.com/gradebook/b from a.go imports example.com/gradebook/a from b.go: import cycle not allowed',
  ],
  ['nomain.txt', 'does not build: runtime.main_main·f: function main is undeclared in the main package'],
  ['twopkgs.txt', 'does not build: found packages gradebook (a.go) and other (b.go) in gradebook'],
])('messages of loader and linker in %s are readable', (name, summary) => {
  expect(judge({ exitCode: 1, stderr: sample(name) }).summary).toBe(summary);
});

test('a module that is not there is said without paths and commands of this machine', () => {
  const { findings } = judge({ exitCode: 1, stderr: sample('imports.txt') });
  expect(findings.map(({ line, message }) => [line, message])).toEqual([
    [
      6,
      'cannot find module providing package example.com/gradebook/missing: only the modules of the assignment are available',
    ],
    [
      4,
      'cannot find module providing package github.com/nobody/nothing: only the modules of the assignment are available',
    ],
    [5, 'package strngs is not in std'],
  ]);
});

test('a module of which every file is excluded has not been built', () => {
  const judgement = judge({ exitCode: 0, stderr: sample('cgo.txt') });
  expect(judgement).toMatchObject({ credit: 0, summary: expect.stringContaining('no Go package that can be built') });
});

test.each([
  [
    { ending: 'out-of-memory', exitCode: -1, peakBytes: 2 ** 30 } as const,
    'your code needs more than 1 GiB of memory to compile',
  ],
  [{ ending: 'timed-out', exitCode: -1 } as const, 'your code takes too long to compile'],
])('a compiler that was ended is told in words: %j', (outcome, summary) => {
  expect(judge(outcome)).toMatchObject({ credit: 0, summary, ending: outcome.ending });
});

test('a message that quotes “signal: killed” is no lack of memory', () => {
  const stderr =
    'gradebook/book.go:1:1: cannot use "signal: killed" (untyped string constant) as int value in assignment\n';
  expect(judge({ exitCode: 1, stderr }).summary).toContain('does not build');
});

test('errors in files that are not the student’s are told but are no findings', () => {
  const judgement = judge(
    { exitCode: 1, stderr: sample('broken.txt') },
    subject({ studentFiles: ['gradebook/stats.go'] }),
  );
  expect(new Set(judgement.findings.map(({ file }) => file))).toEqual(new Set(['gradebook/stats.go']));
  expect(judgement.summary).toContain('gradebook/book.go:3');
});

test('a flood of hostile messages is capped and clean', () => {
  const line = (i: number) => `gradebook/book.go:${i}:1: \x1b[31mbad\u202e ${'x'.repeat(5000)}\n`;
  const { findings } = judge({ exitCode: 1, stderr: Array.from({ length: 10_000 }, (_, i) => line(i + 1)).join('') });
  expect(findings).toHaveLength(50);
  expect(JSON.stringify(findings)).not.toMatch(/\\u001b|\u202e/);
  expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(500);
});
