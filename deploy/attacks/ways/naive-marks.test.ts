import { expect, it } from 'vitest';
import { readAssignments } from '../corpus/assignments.ts';
import { naiveMarks } from './naive-marks.ts';

const pure = (await readAssignments()).get('pure')!;
const event = (action: string, test: string) => JSON.stringify({ Action: action, Test: test });
const all = ['TestTop', 'TestMedian', 'TestMedianOfNothing', 'TestNormalize', 'TestRandomTop'];

it('gives points by the last event, by any, and by the exit status', () => {
  const output = [
    event('pass', 'TestTop'),
    event('fail', 'TestTop'),
    event('pass', 'TestMedian'),
    'no event',
    '',
    'naive-exit 1',
    '',
  ];
  expect(naiveMarks(pure, output.join('\n'))).toMatchObject({ last: 20, any: 40, exit: 0, next: undefined });
});

it('reads the neighbour behind it apart', () => {
  const next = all.map((test) => event('pass', test));
  const output = [event('fail', 'TestTop'), 'naive-exit 0', ...next, 'naive-exit 0', ''];
  expect(naiveMarks(pure, output.join('\n'))).toMatchObject({ last: 0, exit: 100, next: 100, nextExit: 100 });
});
