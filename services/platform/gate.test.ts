import { expect, test } from 'vitest';
import { gate } from './gate.ts';

test('so many work at once, and one that fails lets the next one in', async () => {
  const through = gate(2);
  const ends = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const begun: number[] = [];
  const works = ends.map(({ promise }, i) =>
    through(async () => {
      begun.push(i);
      await promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  ends[1]!.reject(new Error('broken'));
  await expect(works[1]).rejects.toThrow('broken');
  expect(begun).toEqual([0, 1, 2]);
  ends[0]!.resolve();
  ends[2]!.resolve();
  await Promise.all([works[0], works[2]]);
  await through(async () => undefined);
});
