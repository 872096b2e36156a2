import { expect, test } from 'vitest';
import { criterion } from '#services/gradebook/testing/classroom.ts';
import { noRules } from '../rules/document.ts';
import { movedCriteria } from './earned.ts';
import { inWords } from './what.ts';

const held = { judging: 'j', rubric: [criterion('unit', 35), criterion('alias', 15)], rules: noRules };

test('a change says in words which criteria are worth what, who sees them, and which tests are dropped', () => {
  const rubric = [
    criterion('unit', 25, { drop: { 'TestTop/empty': 'the task does not say' } }),
    criterion('alias', 25, { visibility: 'hidden' }),
    criterion('race', 10),
  ];
  expect(inWords(held, { ...held, rubric }, 'UTC')).toEqual([
    'unit: 35 → 25 points',
    'alias: 15 → 25 points; visibility: everybody → staff alone',
    'race: new, 10 points',
    'test TestTop/empty is dropped: the task does not say',
  ]);
  expect(inWords({ ...held, rubric }, held, 'UTC').slice(2)).toEqual([
    'race: left out, 10 points',
    'test TestTop/empty counts again',
  ]);
  expect(inWords(held, held, 'UTC')).toEqual([]);
});

test('a change says which rules are others, in the time of the course', () => {
  const rules = { ...noRules, due: '2026-11-20T22:59:00.000Z', graceMs: 600_000, counts: 'best', attempts: 5 } as const;
  const late = { perDay: 0.125, cap: 0.5, slipDays: 3, slipDaysEach: 2 };
  expect(inWords(held, { ...held, rules: { ...rules, late }, judging: 'other' }, 'Europe/Berlin')).toEqual([
    'due: none → 20 Nov 2026, 23:59',
    'grace: none → 10 min',
    'a late day costs: 0 % → 12.5 %',
    'lateness costs at most: 100 % → 50 %',
    'late days for nothing in the course: 0 → 3',
    'of these for this assignment: 0 → 2',
    'which attempt counts: last → best',
    'attempts: any number → 5',
    'it is judged otherwise: commits keep the points of their runs until they are graded again',
  ]);
});

test('a row says which criterion moved, and from how many points to how many', () => {
  const before = new Map([
    ['unit', 20],
    ['race', 40],
  ]);
  expect(movedCriteria(before, new Map([...before, ['unit', 27.5], ['new', 3]]))).toEqual([
    'unit: 20 → 27.5 points',
    'new: 0 → 3 points',
  ]);
});
