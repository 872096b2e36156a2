import { expect, it } from 'vitest';
import type { Compared } from '#workers/grading/compared.ts';
import { costsOf, note, noteCosts, openIn, type Why } from './decisions.ts';

const undecided = (): Why =>
  new Map([
    [
      'a',
      new Map([
        ['TestOne', undefined],
        ['TestTwo', undefined],
        ['TestThree', 'the generator says no'],
      ]),
    ],
  ]);

function compared(test: string, difference?: string, shared = 1, sealed = 1): Compared {
  return { dir: 'a', test, difference, cpuMs: { shared, sealed } };
}

const found = (...tests: Compared[]) => ({ built: true, tests, buildMs: { shared: 100, sealed: 50 } });

it('links exactly the test that a solution shows a difference of, and names the solution', () => {
  const why = undecided();
  note(why, 'wrong/keeps', found(compared('TestOne', 'TestOne passes sealed, not linked (x)'), compared('TestTwo')));
  expect(why.get('a')?.get('TestOne')).toBe('wrong/keeps: TestOne passes sealed, not linked (x)');
  expect(openIn(why)('a', 'TestOne')).toBe(false);
  expect(openIn(why)('a', 'TestTwo')).toBe(true);
});

it('keeps the first reason', () => {
  const why = undecided();
  note(why, 'starter', found(compared('TestOne', 'first'), compared('TestThree', 'other')));
  note(why, 'mutant zero F', found(compared('TestOne', 'second')));
  expect([...why.get('a')!.values()]).toEqual(['starter: first', undefined, 'the generator says no']);
});

it('links a test that is dear when it is sealed, by all repetitions of a submission', () => {
  const why = undecided();
  const times = (_: string, test: string) => (test === 'TestTwo' ? 6 : 0);
  noteCosts(why, times, found(compared('TestOne', undefined, 100, 600), compared('TestTwo', undefined, 100, 200)));
  expect(why.get('a')?.get('TestOne')).toBeUndefined();
  expect(why.get('a')?.get('TestTwo')).toBe(
    'it calls the package so often that it costs 0.60 s of CPU time more when sealed in 6 repetitions',
  );
  noteCosts(why, times, found(compared('TestOne', undefined, 100, 601)));
  expect(why.get('a')?.get('TestOne')).toMatch(/costs 0\.50 s of CPU time more when sealed$/);
});

it('counts the programs of both ways where both are needed', () => {
  const why = undecided();
  const all = found(compared('TestOne', undefined, 1, 3), compared('TestTwo', undefined, 2, 5));
  expect(costsOf(why, all, 9)).toEqual({ bare: 9, shared: 103, sealed: 58, decided: 58 });
  note(why, 'starter', found(compared('TestTwo', 'differs')));
  expect(costsOf(why, all, 9)).toEqual({ bare: 9, shared: 103, sealed: 58, decided: 155 });
});
