import { expect, test } from 'vitest';
import { growing } from './growing.ts';

const labels = { phase: 'run' };

/** Durations of one bucket, by the second in which they ended; what was asked for is noted. */
function ended(seconds: number[]) {
  const asked: (readonly [number | undefined, number | undefined])[] = [];
  const ask = async (from: Date | null, to: Date | null) => {
    asked.push([from?.getTime(), to?.getTime()]);
    const within = seconds.filter((at) => (!from || at * 1000 > from.getTime()) && (!to || at * 1000 <= to.getTime()));
    return within.length > 0 ? [{ labels, counts: [within.length], sum: within.length * 2 }] : [];
  };
  return { asked, ask };
}

test('all is counted once, however often it is asked for', async () => {
  const times = [1, 50, 100, 130];
  const { ask, asked } = ended(times);
  let now = 131_000;
  const read = growing(ask, () => now);
  expect(await read()).toEqual([{ labels, counts: [4], sum: 8 }]);
  times.push(200);
  now = 201_000;
  expect(await read()).toEqual([{ labels, counts: [5], sum: 10 }]);
  expect(asked).toEqual([
    [undefined, 71_000],
    [71_000, undefined],
    [71_000, 141_000],
    [141_000, undefined],
  ]);
});

test('what is written late, but within a minute, is not missed', async () => {
  const times = [1];
  let now = 100_000;
  const read = growing(ended(times).ask, () => now);
  await read();
  times.push(60);
  now = 100_500;
  expect(await read()).toEqual([{ labels, counts: [2], sum: 4 }]);
});

test('what was deleted since stays counted: a counter never falls', async () => {
  const times = [1, 2];
  let now = 100_000;
  const read = growing(ended(times).ask, () => now);
  await read();
  times.length = 0;
  now = 300_000;
  expect(await read()).toEqual([{ labels, counts: [2], sum: 4 }]);
});

test('nothing is nothing', async () => {
  expect(await growing(ended([]).ask)()).toEqual([]);
});
