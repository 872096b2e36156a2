import { describe, expect, it } from 'vitest';
import type { Case } from '#graders/check.ts';
import { criterion, judgement } from '#services/gradebook/testing/classroom.ts';
import { isWeighedAnew, judgementUnder } from './weighing.ts';

const one = (name: string, verdict: Case['verdict']): Case => ({ name, verdict, weight: 1, visibility: 'visible' });
const cases = [one('TestA', 'pass'), one('TestB', 'fail'), one('TestC', 'fail')];
const stored = judgement(1 / 3, { cases });
const own = criterion('tests', 10);

describe('a stored judgement', () => {
  it('stays as it was judged where the rubric weighs as before', () => {
    expect(judgementUnder(criterion('tests', 20), own, stored)).toBe(stored);
  });

  it('earns what its cases are worth under other weights', () => {
    const applied = criterion('tests', 10, { options: { weights: { TestA: 2 } } });
    expect(judgementUnder(applied, own, stored).credit).toBe(0.5);
  });

  it('earns what is left without dropped tests, also where it was judged by a rubric that drops them', () => {
    const applied = criterion('tests', 10, { drop: { TestB: 'unclear' } });
    for (const by of [own, applied]) expect(judgementUnder(applied, by, stored).credit).toBe(0.5);
  });

  it('earns everything where every test was dropped, and nothing where its evidence contradicts itself', () => {
    const applied = criterion('tests', 10, { drop: { TestA: '', TestB: '', TestC: '' } });
    expect(judgementUnder(applied, own, stored).credit).toBe(1);
    expect(judgementUnder(applied, own, { ...stored, credit: 0, tampering: ['two ends'] }).credit).toBe(0);
    expect(judgementUnder(applied, own, { ...stored, credit: 0, cases: [] }).credit).toBe(0);
  });
});

it('nothing is weighed anew of a check whose credit is no share of cases', () => {
  expect(isWeighedAnew(criterion('vet', 0, { check: 'vet', options: { weights: 1 } }), own)).toBe(false);
});
