import { expect, test } from 'vitest';
import { criterion } from '../grading/testing.ts';
import { hasSecond, stageOf } from './stages.ts';

const rubric = [
  criterion('build', 'build', { gate: true }),
  criterion('unit', 'tests', { points: 60 }),
  criterion('race', 'race', { points: 40 }),
];
const judged = (name: string, credit: number) => {
  const judgement = { credit, summary: '', cases: [], findings: [], tampering: [], evidence: {} };
  return { name, check: name, state: 'judged' as const, judgement };
};

test('a quiet machine judges everything at once, a busy one in two stages', () => {
  expect(stageOf(rubric, { stage: 1, waiting: 3 }, 4)).toBeUndefined();
  expect(stageOf(rubric, { stage: 1, waiting: 4 }, 4)).toBe('first');
  expect(stageOf(rubric, { stage: 2, waiting: 0 }, 4)).toBe('second');
});

test('one criterion alone is judged at once, however busy the machine is', () => {
  expect(stageOf(rubric, { stage: 1, waiting: 99, only: 'race' }, 4)).toBeUndefined();
});

test('a rubric of one stage is never divided', () => {
  expect(stageOf(rubric.slice(0, 2), { stage: 1, waiting: 99 }, 4)).toBeUndefined();
  expect(stageOf(rubric.slice(2), { stage: 1, waiting: 99 }, 4)).toBeUndefined();
  const pending = [...rubric.slice(0, 2), criterion('race', 'race', { points: 40, state: 'pending' })];
  expect(stageOf(pending, { stage: 1, waiting: 99 }, 4)).toBeUndefined();
});

test('behind a gate that has failed nothing follows', () => {
  expect(hasSecond(rubric, [judged('build', 0)])).toBe(false);
  expect(hasSecond(rubric, [judged('build', 1), judged('unit', 0)])).toBe(true);
});
