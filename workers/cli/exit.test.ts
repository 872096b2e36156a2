import { expect, it } from 'vitest';
import { InfrastructureError, InvalidInput } from '#services/platform/errors.ts';
import { exitCodeOf } from './exit.ts';

const place = { file: 'assignment.yaml', line: 3, column: 5, field: 'rubric[0].points' };

it.each([
  [
    'what a person can mend',
    new InvalidInput([{ ...place, message: 'must be a number' }]),
    2,
    'assignment.yaml:3:5: rubric[0].points: must be a number\n',
  ],
  [
    'trouble around us',
    new InfrastructureError('Docker is asleep'),
    3,
    'pushmark: Docker is asleep\nThis is not the submission',
  ],
  ['a bug, with its stack', new TypeError('x is not a function'), 3, /TypeError: x is not a function\n {4}at /],
  ['Ctrl-C', new DOMException('interrupted', 'AbortError'), 130, 'pushmark: interrupted\n'],
] as const)('has a code and words for %s', (_, error, code, words) => {
  let written = '';
  expect(exitCodeOf(error, { write: (text: string) => (written += text) })).toBe(code);
  if (typeof words === 'string') expect(written).toContain(words);
  else expect(written).toMatch(words);
});
