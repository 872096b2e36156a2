import { describe, expect, it } from 'vitest';
import type { Criterion } from './assignment/document.ts';
import { pointsOf, scoreOf } from './score.ts';

function criterion(name: string, more: Partial<Criterion>): Criterion {
  const base = {
    title: name,
    check: 'tests',
    state: 'judged',
    points: 0,
    penalty: 0,
    gate: false,
    visibility: 'visible',
  } as const;
  return { ...base, name, options: {}, ...more };
}

const rubric = [
  criterion('build', { gate: true }),
  criterion('vet', { penalty: 5 }),
  criterion('unit', { points: 60 }),
  criterion('race', { points: 40 }),
  criterion('mutants', { points: 10, state: 'pending' }),
];

const full = [
  { name: 'build', credit: 1 },
  { name: 'vet', credit: 1 },
  { name: 'unit', credit: 1 },
  { name: 'race', credit: 1 },
];

function withCredit(name: string, credit: number) {
  return full.map((c) => (c.name === name ? { name, credit } : c));
}

describe('the score of a run', () => {
  it('is the maximum when every credit is full, with pending criteria outside it', () => {
    expect(scoreOf(rubric, full)).toMatchObject({ score: 100, maxScore: 100 });
  });

  it('shares the points of a criterion by its credit', () => {
    expect(scoreOf(rubric, withCredit('unit', 1 / 3)).score).toBe(60);
  });

  it('has what a person is still to mark in its maximum, and says how much that is', () => {
    const marked = [...rubric, criterion('style', { points: 20, check: 'manual', state: 'manual' })];
    expect(scoreOf(marked, full)).toMatchObject({ score: 100, maxScore: 120, unmarked: 20 });
    const given = scoreOf(marked, [...full, { name: 'style', credit: 0 }]);
    expect(given).toMatchObject({ score: 100, maxScore: 120, unmarked: 0 });
  });

  it('is zero behind a closed gate, and what comes after is not reached', () => {
    const { score, criteria } = scoreOf(rubric, withCredit('build', 0));
    expect([score, criteria.map((c) => c.state)]).toEqual([
      0,
      ['judged', 'unreached', 'unreached', 'unreached', 'pending'],
    ]);
  });

  it('loses a penalty, and never falls below zero', () => {
    expect(scoreOf(rubric, withCredit('vet', 0)).score).toBe(95);
    expect(scoreOf(rubric, [{ name: 'build', credit: 1 }]).score).toBe(0);
  });

  it('starts from zero: a criterion without a result gives nothing', () => {
    expect(scoreOf(rubric, full.slice(0, 3)).score).toBe(60);
  });

  it('takes no credit outside 0..1', () => {
    expect(scoreOf(rubric, withCredit('unit', 7)).score).toBe(100);
    expect(scoreOf(rubric, withCredit('unit', -7)).score).toBe(40);
  });

  it('follows new points without new evidence', () => {
    const dearer = rubric.map((c) => (c.name === 'race' ? { ...c, points: 140 } : c));
    expect(scoreOf(dearer, withCredit('race', 0.5))).toMatchObject({ score: 130, maxScore: 200 });
  });

  it('is the same without its rows, whatever was earned', () => {
    const manual = criterion('style', { points: 10, penalty: 5, state: 'manual' });
    for (const wide of [rubric, [...rubric, manual]]) {
      for (const name of [...full.map((credit) => credit.name), 'style']) {
        for (const credit of [0, 0.333, 1]) {
          const credits = [...full.filter((c) => c.name !== name), ...(credit === 0.333 ? [] : [{ name, credit }])];
          const creditOf = (wanted: string) => credits.find((c) => c.name === wanted)?.credit;
          expect(pointsOf(wide, creditOf)).toBe(scoreOf(wide, credits).score);
        }
      }
    }
  });
});
