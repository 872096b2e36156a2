import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hiddenTrouble } from './hidden.ts';
import { studentPlaces } from './places.ts';
import { compiled, subject } from './recorded.ts';

const sample = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');

const places = studentPlaces(subject());
const trouble = (stderr: string) => hiddenTrouble(compiled({ exitCode: 1, stderr }), places)!;
/** Messages of one sample, each judged alone. */
const each = (name: string) =>
  sample(name)
    .split(/\n(?!\t)/)
    .map((message) => trouble(message).cause);

test('what the tests miss is named', () => {
  expect(trouble(sample('hidden-external.txt')).cause).toBe(
    'the tests do not compile with your package: undefined: gradebook.Histogram; ' +
      'gradebook.Book has no field or method Remove; cannot refer to unexported field names',
  );
});

test('wrong signatures are told by names and types', () => {
  const causes = each('hidden-all.txt').join('\n');
  expect(causes).toContain('not enough arguments in call to New: the tests pass (), yours wants (int)');
  expect(causes).toContain('assignment mismatch: 1 variable but Average returns 2 values');
  expect(causes).toContain('*Book does not implement topper (missing method Top)');
  expect(causes).toContain('Add gives no value, but the tests use one');
});

test('a wrong type of a method shows both signatures', () => {
  expect(each('hidden-leaky.txt').join('\n')).toContain(
    '*Book does not implement Topper (wrong type for method Top): have Top(string) []int, want Top(int) []string',
  );
});

test('no literal, place or line of a hidden file is ever shown', () => {
  const causes = [...each('hidden-leaky.txt'), ...each('hidden-all.txt')].map((cause) => cause.slice(44)).join('\n');
  expect(causes).not.toMatch(/secret"|"|\b42\b|\b99\b|4242|_test\.go|oracle\(/);
  expect(causes).toContain('undefined: Missing');
});

test('a message of an unknown shape is counted and not shown', () => {
  const words = trouble('gradebook/hidden_test.go:1:2: invalid operation: "secret" + 3 (mismatched types)\n').cause;
  expect(words).toBe('the tests do not compile with your package');
});

test('a name that the student took is a finding in the student’s file', () => {
  expect(trouble(sample('hidden-internal.txt')).findings).toEqual([
    {
      rule: 'compile',
      level: 'error',
      file: 'gradebook/book.go',
      line: 11,
      column: 6,
      message: 'TestMine is declared by the hidden tests too; give yours another name',
    },
  ]);
});

test('an import that is not there is named', () => {
  expect(trouble(sample('hidden-imports.txt')).cause).toContain('there is no package example.com/gradebook/other');
});

test.each([
  [{ ending: 'skipped', exitCode: 0 } as const, 'not run: your code does not build'],
  [{ ending: 'timed-out', exitCode: -1 } as const, 'not run: your code takes too long to compile'],
  [
    { ending: 'out-of-memory', exitCode: -1, peakBytes: 1.9 * 2 ** 30 } as const,
    'not run: your code needs more than 1.9 GiB of memory to compile',
  ],
  [
    { ending: 'exited', exitCode: 1, stderr: 'go build x: /usr/local/go/pkg/tool/compile: signal: killed\n' } as const,
    'not run: your code needs more than the allowed amount of memory to compile',
  ],
])('an end without a complaint is told in words: %j', (outcome, words) => {
  expect(hiddenTrouble(compiled(outcome), places)?.cause).toBe(words);
});

test('a program that was built is no trouble', () => {
  expect(hiddenTrouble(compiled(), places)).toBeUndefined();
});
