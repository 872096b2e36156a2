import { expect, test } from 'vitest';
import type { Verdict } from '../check.ts';
import { creditOf, type Weighing, weigh } from './weights.ts';

const judged = (verdicts: Record<string, Verdict>) =>
  Object.entries(verdicts).map(([name, verdict]) => ({ dir: 'a', test: name, verdict }));
const credit = (verdicts: Record<string, Verdict>, weighing: Weighing = {}) =>
  creditOf(weigh(judged(verdicts), weighing));

test('top-level tests are worth the same, and a test shares its worth among its subtests', () => {
  const cases = weigh(judged({ TestA: 'pass', TestB: 'fail', 'TestB/x': 'pass', 'TestB/y': 'fail' }), {});
  expect(cases.map(({ item, weight }) => [item.test, weight])).toEqual([
    ['TestA', 1],
    ['TestB/x', 0.5],
    ['TestB/y', 0.5],
  ]);
  expect(creditOf(cases)).toBe(0.75);
});

test('weights hold among tests and among the subtests of one test', () => {
  const weights = { TestA: 3, 'TestB/x': 3 };
  expect(credit({ TestA: 'pass', TestB: 'fail', 'TestB/x': 'fail', 'TestB/y': 'pass' }, { weights })).toBe(3.25 / 4);
});

test('a weight can name the package', () => {
  expect(credit({ TestA: 'pass', TestB: 'fail' }, { weights: { 'a.TestA': 3 } })).toBe(0.75);
});

test('a group is worth its weight however many tests it has', () => {
  const groups = [{ name: 'alias', tests: ['^TestAlias'], weight: 3 }];
  expect(credit({ TestA: 'fail', TestAlias1: 'pass', TestAlias2: 'pass', TestAlias3: 'pass' }, { groups })).toBe(0.75);
  expect(weigh(judged({ TestAlias1: 'pass' }), { groups })[0]?.group).toBe('alias');
});

test('a test that fails although all its subtests passed costs as much as one of them', () => {
  const alone = { TestA: 'fail', 'TestA/x': 'pass', 'TestA/y': 'pass', 'TestA/z': 'pass' } as const;
  expect(weigh(judged(alone), {}).map(({ item }) => item.test)).toEqual(['TestA', 'TestA/x', 'TestA/y', 'TestA/z']);
  expect(credit(alone)).toBe(0.75);
});

test('mending a subtest never lowers the credit while the test itself still fails', () => {
  const before = credit({ TestA: 'fail', 'TestA/x': 'pass', 'TestA/y': 'fail' });
  const after = credit({ TestA: 'fail', 'TestA/x': 'pass', 'TestA/y': 'pass' });
  expect(after).toBeGreaterThan(before);
});

test('subtests of subtests share what their parent is worth, also where a name holds a slash', () => {
  const cases = weigh(
    judged({ TestA: 'pass', 'TestA/x': 'pass', 'TestA/x/1': 'pass', 'TestA/x/2': 'pass', 'TestA/p/q': 'pass' }),
    {},
  );
  expect(cases.map(({ item, weight }) => [item.test, weight])).toEqual([
    ['TestA/x/1', 0.25],
    ['TestA/x/2', 0.25],
    ['TestA/p/q', 0.5],
  ]);
});

test('everything passed is exactly 1, nothing expected is 0', () => {
  const many = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`TestA/${i}`, 'pass' as const]));
  expect(
    credit({ TestA: 'pass', ...many, TestB: 'pass', 'TestB/1': 'pass', 'TestB/2': 'pass', 'TestB/3': 'pass' }),
  ).toBe(1);
  expect(credit({})).toBe(0);
});

test('skipped and missing are never a pass', () => {
  expect(credit({ TestA: 'skip', TestB: 'missing', TestC: 'pass' })).toBe(1 / 3);
});
