/**
 * How much longer a race build may take: whoever keeps the assignment's limits without the detector shall not break them
 * because of it. What hangs gets no more time for it, or an endless loop would hold a lane ten times as long.
 */
import type { Limits } from '../check.ts';
import type { TestsStep } from '../steps/tests.ts';

/** Times the time of a plain build; race builds are five to twenty times as slow. */
export const RACE_SLOWDOWN = 10;

/** The clocks of a test in milliseconds; in a race build no longer than all tests together may take. */
export function testClocks({ testMs, runMs }: Limits, race: boolean): Pick<TestsStep, 'testMs' | 'hungMs'> {
  if (!race) return { testMs };
  return { testMs: Math.max(testMs, Math.min(RACE_SLOWDOWN * testMs, runMs)), hungMs: testMs };
}

/** The clock that rang for a test that was stopped after so long: the nearer one. */
export function clockThatRang(
  { testMs, hungMs = testMs }: Pick<TestsStep, 'testMs' | 'hungMs'>,
  wallMs: number,
): number {
  return wallMs < (testMs + hungMs) / 2 ? hungMs : testMs;
}
