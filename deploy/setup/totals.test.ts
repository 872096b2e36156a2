import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { goTotals, sum, vitestTotals } from './totals.ts';

const recorded = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');

describe('what vitest reports', () => {
  test('a file that does not load and a failing hook are failures, also where no test failed', () => {
    expect(vitestTotals(recorded('vitest.json'))).toEqual({ passed: 2, failed: 4, skipped: 3, failures: [] });
  });
});

describe('what go test reports', () => {
  const totals = goTotals(recorded('go.events.json'));

  test('subtests count, and packages that did not build or crashed', () => {
    expect(totals).toMatchObject({ passed: 1, failed: 4, skipped: 1 });
  });

  test('a failure comes with what it printed', () => {
    expect(totals.failures).toContainEqual(expect.stringMatching(/^m\.TestA\/x\n.*m_test.go:5: boo/s));
    expect(totals.failures).toContainEqual(expect.stringMatching(/^m\/bad\n.*cannot use "x"/s));
    expect(totals.failures).toContainEqual(expect.stringMatching(/^m\/crash\n.*exit status 3/s));
  });
});

test('totals add up', () => {
  const one = { passed: 1, failed: 2, skipped: 3, failures: ['a'] };
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6, failures: ['a', 'a'] });
});
