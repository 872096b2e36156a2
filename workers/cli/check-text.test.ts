import { expect, it } from 'vitest';
import { assignmentOf } from '#workers/grading/testing.ts';
import { checkText } from './check-text.ts';

const plain = (_: unknown, text: string) => text;
const report = { name: 'reference', score: 9, maxScore: 10, expected: 'full', lost: 'unit: 3 of 4 tests passed' };
const failed = { ...report, holds: false, wallMs: 1000, cpuMs: 2000 };
const words = { judging: ['judging: x'], hints: ['a_test.go:3: BenchmarkSum never fails'] };

it('says what does not hold and why, how it is judged, and hints', () => {
  const assignment = assignmentOf({ 'tests/a_test.go': '' }, { allow: ['concurrency'] });
  const text = checkText(assignment, [failed], words, 2, plain);
  expect(text.split('\n').map((line) => line.slice(0, 54))).toEqual([
    expect.stringMatching(/: 1 of 1 do not hold$/),
    '✗  reference  9  / 10  full  2.0 s CPU  unit: 3 of 4 t',
    'judging: x',
    'hint: a_test.go:3: BenchmarkSum never fails',
    'goroutines are allowed: a linked pass counts where the',
    expect.stringMatching(/^2\.0 CPU seconds; a deadline of 300 drains/),
    '',
    '',
  ]);
});

it('an assignment holds when all its solutions do', () => {
  const fine = { ...failed, holds: true, score: 10 };
  expect(checkText(assignmentOf({}), [fine], { judging: [], hints: [] }, 2, plain)).toMatch(/^\S+: holds\n/);
});
