import { expect, test } from 'vitest';
import type { Visibility } from '#graders/check.ts';
import { criterion, judgement } from '#services/gradebook/testing/classroom.ts';
import { withPresentVisibility } from './case-visibility.ts';

/** The visibility of a case that was stored as hidden, once its criterion is visible. */
function now(options: object, name = 'pkg.v2.TestTop/empty.list'): Visibility | undefined {
  const stored = judgement(1, { cases: [{ name, verdict: 'pass', weight: 1, visibility: 'hidden' }] });
  return withPresentVisibility(criterion('tests', 10, { visibility: 'visible', options }), stored).cases[0]?.visibility;
}

test('an old result does not keep the old visibility of its criterion', () => {
  expect(now({})).toBe('visible');
});

test.each([
  ['one word for all', { visibility: 'hidden' }],
  ['the name of the test', { visibility: { '^TestTop': 'hidden' } }],
  ['the name of the subtest', { visibility: { 'empty\\.list$': 'hidden' } }],
])('what the options say of a case holds: %s', (_, options) => {
  expect(now(options)).toBe('hidden');
});

test('what the options say of other cases does not', () => {
  expect(now({ visibility: { '^TestOther': 'hidden' } })).toBe('visible');
});
