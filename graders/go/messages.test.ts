import { expect, test } from 'vitest';
import { readFailure } from './messages.ts';

const log = (message: string) => `    hidden_test.go:12: ${message}\n`;

test.each([
  ['Top(0) = [], want nil', 'Top(0)', '[]', 'nil'],
  ['Top(3) = ["a" "b"]; want ["a"]', 'Top(3)', '["a" "b"]', '["a"]'],
  ['F(1) = (2, nil), expected (3, nil)', 'F(1)', '(2, nil)', '(3, nil)'],
  ['len(Top(2)) == 3, want 2', 'len(Top(2))', '3', '2'],
  ['Parse("a=b") = 1, want 2', 'Parse("a=b")', '1', '2'],
  ['Add("a"): got error "x", want nil', 'Add("a")', 'error "x"', 'nil'],
  ['Add("") returned nil, want an error', 'Add("")', 'nil', 'an error'],
  ['got 3, want 4', undefined, '3', '4'],
  ['got: 3\n        want: 4', undefined, '3', '4'],
  ['want 4, got 3', undefined, '3', '4'],
  ['expected 4 but was 3', undefined, '3', '4'],
  ['expected 4, got 3', undefined, '3', '4'],
  ['Report() =\n        a\n        want\n        b', 'Report()', 'a', 'b'],
  ['Error: Not equal:\n        expected: 1\n        actual  : 2', undefined, '2', '1'],
])('%j is read into its parts', (message, input, got, want) => {
  const failure = readFailure(log(message));
  expect([failure?.input, failure?.got, failure?.want]).toEqual([input, got, want]);
});

test('a failed example gives what it printed and what it should have', () => {
  expect(readFailure('got:\nhello\nwant:\nworld\n')).toMatchObject({ got: 'hello', want: 'world' });
});

test('a message in no known form stays whole, without its place in the hidden file', () => {
  expect(readFailure(log('the book is empty'))).toEqual({ message: 'the book is empty' });
});

test('the message that names values wins over logs, else the last one', () => {
  expect(readFailure(log('setting up') + log('F(1) = 2, want 3') + log('more'))?.message).toBe('F(1) = 2, want 3');
  expect(readFailure(log('setting up') + log('boom'))?.message).toBe('boom');
});

test('a diff of go-cmp is no pair of values', () => {
  const failure = readFailure(
    log('Top() mismatch (-want +got):\n          []int{\n        - \t1,\n        + \t2,\n          }'),
  );
  expect(failure?.got).toBeUndefined();
  expect(failure?.message).toContain('mismatch (-want +got)');
});

test('an empty log says nothing', () => {
  expect(readFailure(' \n')).toBeUndefined();
});

test('a hostile log costs little time and comes out clean', () => {
  const began = process.cpuUsage();
  const hostile = log(`F(\x1b[31m${'got want = '.repeat(100_000)}`) + log(`${'= x, wan '.repeat(20_000)}\u202e`);
  const failure = readFailure(hostile);
  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  expect(JSON.stringify(failure)).not.toMatch(/\\u001b|\u202e/);
  expect(failure!.message.length).toBeLessThan(500);
});
