import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compiled, outcomes, subject } from '../go/recorded.ts';
import vet from './index.ts';

const sample = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');
const judge = (changes: Parameters<typeof compiled>[0], student = subject()) =>
  vet.judge(student, {}, outcomes({ compiled: () => compiled(changes) }));

test('no finding is full credit', () => {
  expect(judge({ stdout: '{}\n' })).toMatchObject({ credit: 1, summary: 'go vet finds nothing' });
});

test('every finding is a warning on its line, in tests of the student’s own too', () => {
  const judgement = judge({ stdout: sample('findings.json') });
  expect(judgement).toMatchObject({ credit: 0, summary: 'go vet: 7 findings' });
  expect(judgement.findings[0]).toEqual({
    rule: 'vet/copylocks',
    level: 'warning',
    file: 'gradebook/book.go',
    line: 13,
    column: 9,
    message: 'Print passes lock by value: example.com/gradebook/gradebook.Book contains sync.Mutex',
  });
  expect(judgement.findings.map(({ file }) => file)).toContain('gradebook/book_test.go');
});

test('objects of several packages are all read, with headings between them', () => {
  const student = subject({ studentFiles: ['a/a.go', 'b/b.go'] });
  const stdout = sample('two-packages.json').replace('}\n{', '}\n# example.com/gradebook/b\n{');
  expect(judge({ stdout }, student).findings.map(({ file }) => file)).toEqual(['a/a.go', 'b/b.go']);
});

test('findings in the teacher’s files cost nothing', () => {
  expect(judge({ stdout: sample('findings.json') }, subject({ studentFiles: [] })).credit).toBe(1);
});

test('tests of the student’s own that do not compile are told with their place', () => {
  const student = subject({ studentFiles: ['a/a.go', 'a/a_test.go'] });
  expect(judge({ exitCode: 1, stderr: sample('broken-test.txt') }, student)).toMatchObject({
    credit: 0,
    summary: 'your tests do not compile: a/a_test.go:5: undefined: G',
    findings: [{ rule: 'compile', file: 'a/a_test.go', line: 5 }],
  });
});

test('what does not build is not vetted', () => {
  expect(judge({ ending: 'skipped' })).toMatchObject({ credit: 0, summary: 'not vetted: your code does not build' });
});

test('output that was cut or is no report proves nothing', () => {
  expect(judge({ stdout: sample('findings.json').slice(0, 500) }).credit).toBe(0);
  expect(judge({ stdout: '{"a": [1, {"b": null}]}\n' }).credit).toBe(0);
  expect(judge({ stdout: '{}\n', truncated: true }).credit).toBe(0);
});
