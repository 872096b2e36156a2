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

it('reads lines and events in what was printed, results of any name, and files of results', () => {
  const said = (text: string) => JSON.stringify({ Action: 'output', Test: 'TestTop', Output: text });
  const output = [
    said('half a line --- PASS: TestTop (0.00s)\n'),
    said(`${event('pass', 'TestMedian')}\n`),
    event('fail', 'TestTop'),
    event('pass', 'ExampleTop'),
    'naive-exit 1',
    'naive-file results.json',
  ];
  expect(naiveMarks(pure, output.join('\n'))).toMatchObject({ last: 0, any: 0, printed: 40, ratio: 50, file: 100 });
});
