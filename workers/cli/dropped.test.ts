import { expect, it } from 'vitest';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { criterion, judgement } from '#services/gradebook/testing/classroom.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import { dropProblems } from './dropped.ts';

const names = ['book.TestTop/empty', 'book.TestTop/full'];
const cases = names.map((name) => ({ name, verdict: 'pass', weight: 1, visibility: 'visible' }) as const);
const run = {
  criteria: [{ name: 'tests', check: 'tests', state: 'judged', judgement: judgement(1, { cases }) }],
} as unknown as GradedRun;

function problems(...dropped: string[]) {
  const drop = Object.fromEntries(dropped.map((name) => [name, 'why']));
  return dropProblems({ document: { rubric: [criterion('tests', 10, { drop })] } } as unknown as Assignment, run);
}

it('finds dropped tests that never run, and names the nearest', () => {
  expect(problems('book.TestTop/empti')).toEqual([
    'drop: book.TestTop/empti is no test or subtest that runs; did you mean book.TestTop/empty?',
  ]);
  expect(problems('TestTop', 'TestTop/empty', 'book.TestTop/full')).toEqual([]);
});
