import { expect, test } from 'vitest';
import { compiled, outcomes, subject } from '../go/recorded.ts';
import format from './index.ts';

const judge = (changes: Parameters<typeof compiled>[0]) =>
  format.judge(subject(), {}, outcomes({ compiled: () => compiled(changes) }));

test('formatted files have full credit', () => {
  expect(judge({ unformatted: [] })).toMatchObject({ credit: 1, summary: 'formatted' });
});

test('a file that gofmt would change is a finding on the first line that differs', () => {
  expect(judge({ unformatted: [{ file: 'gradebook/book.go', line: 7 }] })).toMatchObject({
    credit: 0,
    summary: '1 file is not formatted',
    findings: [{ rule: 'gofmt', level: 'warning', file: 'gradebook/book.go', line: 7 }],
  });
});

test('a file that does not parse says why', () => {
  const unformatted = [{ file: 'gradebook/book.go', line: 0, error: '3:1: expected \x1b[1mdeclaration' }];
  expect(judge({ unformatted }).findings[0]?.message).toBe('gofmt cannot read it: 3:1: expected declaration');
});

test('files that are not the student’s cost nothing', () => {
  expect(judge({ unformatted: [{ file: 'third_party/x.go', line: 1 }] }).credit).toBe(1);
});

test('source on which gofmt gives up has no credit', () => {
  expect(judge({ exitCode: 2 })).toMatchObject({ credit: 0, summary: 'not examined: gofmt cannot read your files' });
  expect(judge({ ending: 'timed-out', exitCode: -1 })).toMatchObject({ credit: 0, ending: 'timed-out' });
});

test('a judge that does not answer is our fault', () => {
  expect(() => judge({})).toThrow('gave no answer');
});
