import { expect, it } from 'vitest';
import { assignmentOf, criterion } from '#workers/grading/testing.ts';
import { checkText } from './check-text.ts';

const plain = (_: unknown, text: string) => text;
const report = { name: 'reference', score: 9, maxScore: 10, expected: 'full', lost: 'unit: 3 of 4 tests passed' };
const failed = { ...report, holds: false, wallMs: 1000, cpuMs: 2000 };
const rubric = [criterion('speed', 'benchmarks', { options: { speed: [{ benchmark: 'BenchmarkSum' }] } })];
const files = {
  'reference/go.mod': 'module a\n',
  'tests/sum_test.go': 'package a\n\nfunc BenchmarkSum(b *testing.B) {\n\tSum()\n}\n',
};

it('says what does not hold and why, and hints at benchmarks that no wrong result can fail', () => {
  const text = checkText(assignmentOf(files, { rubric, allow: ['concurrency'] }), [failed], ['judging: x'], 2, plain);
  expect(text.split('\n').map((line) => line.slice(0, 54))).toEqual([
    expect.stringMatching(/: 1 of 1 do not hold$/),
    '✗  reference  9  / 10  full  2.0 s CPU  unit: 3 of 4 t',
    'judging: x',
    'hint: tests/sum_test.go:3: BenchmarkSum never fails, s',
    'goroutines are allowed: a linked pass counts where the',
    expect.stringMatching(/^2\.0 CPU seconds; a deadline of 300 drains/),
    '',
    '',
  ]);
});

it('an assignment holds when all its solutions do', () => {
  const fine = { ...failed, holds: true, score: 10 };
  expect(checkText(assignmentOf({}), [fine], [], 2, plain)).toMatch(/^\S+: holds\n/);
});
