import { expect, test } from 'vitest';
import { retriedText } from './retry.ts';

test('runs that wait again are counted by cause, the most frequent first', () => {
  expect(
    retriedText(
      ['Docker', 'GitHub', 'GitHub'].map((what) => ({ why: `${what} was away.` })),
      'run',
    ),
  ).toBe('3 runs wait again. They were given up for:\n     2  GitHub was away.\n     1  Docker was away.\n');
});

test('one is one', () => {
  expect(retriedText([{ why: '' }], 'report')).toContain('1 report waits again');
});

test('nothing to do is said', () => {
  expect(retriedText([], 'run')).toContain('no run waits again');
});
