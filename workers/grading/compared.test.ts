import { expect, it } from 'vitest';
import type { Proof } from '#graders/go/proof.ts';
import { ONCE } from '#graders/go/selection.ts';
import type { ProcessOutcome } from '#graders/steps/process.ts';
import { differenceOf } from './compared.ts';

const RACE = { ...ONCE, race: true };

function proof(test: string, verdict: Proof['verdict'], cause = '', race = ''): Proof {
  const processes = [{ race } as ProcessOutcome];
  return { dir: 'a', test, verdict, cause, log: '', wallMs: 0, processes, way: 'shared' };
}

it('finds no difference where both ways say pass, or neither, for whatever reason', () => {
  const pass = proof('TestA', 'pass');
  expect(differenceOf([pass], [pass], ONCE)).toBeUndefined();
  expect(differenceOf([proof('TestA', 'fail', 'x')], [proof('TestA', 'missing', 'y')], ONCE)).toBeUndefined();
  expect(differenceOf([proof('TestA', 'skip')], [], ONCE)).toBeUndefined();
});

it('says which way passes, and why the other does not', () => {
  const [pass, fail] = [proof('TestA', 'pass'), proof('TestA', 'fail', 'got 9,\nwant 1')];
  expect(differenceOf([fail], [pass], ONCE)).toBe('TestA passes sealed, not linked (got 9, want 1)');
  expect(differenceOf([pass], [fail], ONCE)).toBe('TestA passes linked, not sealed (got 9, want 1)');
  expect(differenceOf([pass], [], ONCE)).toBe('TestA passes linked, not sealed ()');
});

it('finds the subtest that differs among those that do not', () => {
  const linked = [proof('TestA', 'fail', 'one'), proof('TestA/one', 'fail', 'one'), proof('TestA/two', 'pass')];
  const sealed = [proof('TestA', 'fail', 'two'), proof('TestA/one', 'fail', 'one'), proof('TestA/two', 'fail', 'two')];
  expect(differenceOf(linked, sealed, ONCE)).toBe('TestA/two passes linked, not sealed (two)');
});

it('takes a race that only one way has seen for a difference', () => {
  const [pass, raced] = [proof('TestA', 'pass'), proof('TestA', 'pass', '', 'WARNING: DATA RACE')];
  expect(differenceOf([raced], [pass], RACE)).toBe('TestA passes sealed, not linked () under the race detector');
  expect(differenceOf([raced], [raced], RACE)).toBeUndefined();
});
