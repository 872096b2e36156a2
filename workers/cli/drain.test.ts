import { expect, it } from 'vitest';
import { drainMinutes } from './drain.ts';

it('counts processor time where that is what is short', () => {
  const busy = { wallMs: 2000, cpuMs: 3530 };
  expect(drainMinutes(300, [busy, busy], 2)).toBeCloseTo((300 * 4) / 2 / 60);
});

it('counts waiting where tests sleep', () => {
  expect(drainMinutes(300, [{ wallMs: 10_000, cpuMs: 100 }], 2)).toBeCloseTo((300 * 10) / 2 / 60);
});
