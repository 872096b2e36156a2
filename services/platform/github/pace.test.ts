import { expect, test } from 'vitest';
import { openPace } from './pace.ts';

/** A clock that stands still, and how long each of the callers had to wait. */
function stopped() {
  const waits: number[] = [];
  const state = { at: 0, waits };
  return { state, now: () => state.at, sleep: async (ms: number) => void waits.push(Math.round(ms)) };
}

test('after a rest some pass at once, and then each waits for its turn', async () => {
  const clock = stopped();
  const pass = openPace({ burst: 3, perSecond: 10 }, clock);
  for (let i = 0; i < 6; i++) await pass();
  expect(clock.state.waits).toEqual([100, 200, 300]);
});

test('so many pass at once again when nobody has come for a while', async () => {
  const clock = stopped();
  const pass = openPace({ burst: 2, perSecond: 10 }, clock);
  for (let i = 0; i < 4; i++) await pass();
  clock.state.at = 60_000;
  clock.state.waits.length = 0;
  for (let i = 0; i < 3; i++) await pass();
  expect(clock.state.waits).toEqual([100]);
});
