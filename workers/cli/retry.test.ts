import { expect, test } from 'vitest';
import { retriedText } from './retry.ts';

const run = (id: number, why: string) => ({ id, why, repositoryId: 1, courseId: 1 });

test('runs that wait again are counted by cause, the most frequent first', () => {
  expect(retriedText([run(1, 'Docker was away.'), run(2, 'GitHub was away.'), run(3, 'GitHub was away.')])).toBe(
    '3 runs wait again. They were given up for:\n     2  GitHub was away.\n     1  Docker was away.\n',
  );
});

test('one run is one run', () => {
  expect(retriedText([run(1, '')])).toContain('1 run waits again');
});

test('nothing to do is said', () => {
  expect(retriedText([])).toContain('nothing is graded again');
});
