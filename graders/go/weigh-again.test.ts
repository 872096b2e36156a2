import { expect, test } from 'vitest';
import type { Case, Verdict } from '../check.ts';
import { caseName, readCaseName } from './places.ts';
import { belowOf, weighAgain } from './weigh-again.ts';
import { type Weighing, weigh } from './weights.ts';

/** As a check stores them. */
function stored(verdicts: Record<string, Verdict>, weighing: Weighing = {}): Case[] {
  const expected = Object.entries(verdicts).map(([name, verdict]) => ({ dir: 'a', test: name, verdict }));
  return weigh(expected, weighing).map((one) => {
    const { dir, test, verdict } = one.item;
    return { name: caseName(dir, test), verdict, weight: one.weight, visibility: 'visible', ...belowOf(one) };
  });
}

const weights = (cases: readonly Case[]) => Object.fromEntries(cases.map(({ name, weight }) => [name, weight]));

const deep = {
  ...{ TestA: 'fail', 'TestA/x': 'pass', 'TestA/x/1': 'pass', 'TestA/x/2': 'pass', 'TestA/p/q': 'fail' },
  ...{ TestB: 'fail', 'TestB/1': 'pass', 'TestB/2': 'pass', TestC: 'skip' },
} satisfies Record<string, Verdict>;

test('stored cases alone give every weighing that judging would have given', () => {
  const group = { name: 'basics', tests: ['^TestB', '^TestC'], weight: 5 };
  const ways: Weighing[] = [{}, { weights: { 'TestA/x': 3, TestC: 2, 'a.TestB/2': 7 } }, { groups: [group] }];
  for (const before of ways)
    for (const after of ways)
      expect(weights(weighAgain(stored(deep, before), after, {}))).toEqual(weights(stored(deep, after)));
});

test('a dropped subtest leaves its worth to its siblings, and says why it counts no more', () => {
  const cases = weighAgain(
    stored({ TestA: 'fail', 'TestA/x': 'fail', 'TestA/y': 'pass', TestB: 'pass' }),
    {},
    {
      'TestA/x': 'unclear',
    },
  );
  expect(weights(cases)).toEqual({ 'a.TestA/x': 0, 'a.TestA/y': 1, 'a.TestB': 1 });
  expect(cases[0]?.dropped).toBe('unclear');
});

test('a dropped test takes its subtests along, by its name alone or with its package', () => {
  for (const name of ['TestB', 'a.TestB'])
    expect(weights(weighAgain(stored(deep), {}, { [name]: 'unclear' }))).toMatchObject({
      ...{ 'a.TestB': 0, 'a.TestB/1': 0, 'a.TestB/2': 0, 'a.TestC': 1 },
    });
  expect(weights(weighAgain(stored(deep), {}, { 'b.TestB': '', Test: '' }))).toEqual(weights(stored(deep)));
});

test('a group keeps its worth whatever is dropped of it', () => {
  const groups = [{ name: 'basics', tests: ['^TestB', '^TestC'], weight: 5 }];
  expect(weights(weighAgain(stored(deep, { groups }), { groups }, { TestB: 'unclear' }))['a.TestC']).toBe(5);
});

test('what is dropped today counts again tomorrow', () => {
  const dropped = weighAgain(stored(deep), {}, { TestB: 'unclear', 'TestA/x/1': 'unclear' });
  const again = dropped.map(({ dropped: _, ...one }) => one);
  expect(weights(weighAgain(again, {}, {}))).toEqual(weights(stored(deep)));
});

test('a name of a case is read back, whatever dots and slashes it holds', () => {
  for (const [dir, name] of [
    ['.', 'TestTop/x.TestY/z'],
    ['a/b.v1', 'TestTop/x.TestY/z'],
    ['Testing/pkg', 'Example_suffix'],
    ['pkg', 'TestÄ'],
  ] as const)
    expect(readCaseName(caseName(dir, name))).toEqual({ dir, test: name });
});
