import { expect, test } from 'vitest';
import { due, gradeOf, type Handed } from '../rules/testing.ts';
import { firstFull } from './first-full.ts';

const minute = 60_000;
let ids = 0;

/** An attempt so many minutes before the due date. */
const handed = (minutes: number, points?: number, more: Partial<Handed> = {}): Handed => ({
  ...{ id: ++ids, at: new Date(Date.parse(due) - minutes * minute).toISOString() },
  ...(points !== undefined && { points }),
  ...more,
});

test('half of those with every point needed so long and so many attempts, from their first to the first that is full', () => {
  const quick = gradeOf({}, [handed(50, 100)]);
  const three = gradeOf({}, [handed(90, 10), handed(60, 40), handed(30, 100), handed(20, 100)]);
  const slow = gradeOf({}, [handed(900, 0), handed(100, 100)]);
  const never = gradeOf({}, [handed(50, 99)]);
  const nobody = gradeOf({}, []);
  expect(firstFull([quick, three, slow, never, nobody])).toEqual({ reached: 3, ms: 60 * minute, attempts: 2 });
  expect(firstFull([three])).toEqual({ reached: 1, ms: 60 * minute, attempts: 3 });
  expect(firstFull([quick, three])).toEqual({ reached: 2, ms: 30 * minute, attempts: 2 });
});

test('a full score that was worse later, lateness, and what a person set play no part', () => {
  const worse = gradeOf({}, [handed(40, 100), handed(30, 20)]);
  expect(firstFull([worse])).toMatchObject({ reached: 1, ms: 0 });
  const late = gradeOf({ late: { perDay: 0.5, cap: 1, slipDays: 0, slipDaysEach: 0 } }, [handed(-60, 100)]);
  expect(late.points).toBe(50);
  expect(firstFull([late])).toMatchObject({ reached: 1, attempts: 1 });
  const overrides = [{ assignmentId: 1, points: 100, reason: 'why', setBy: 'prof' }];
  expect(firstFull([gradeOf({}, [handed(40, 50)], { overrides })])).toMatchObject({ reached: 0 });
});

test('what does not count is no attempt; one that waits is', () => {
  const gone = handed(80, undefined, { state: 'unavailable' });
  const waits = handed(60);
  expect(firstFull([gradeOf({}, [gone, waits, handed(20, 100)])])).toEqual({
    ...{ reached: 1, ms: 40 * minute, attempts: 2 },
  });
  expect(firstFull([])).toEqual({ reached: 0, ms: undefined, attempts: undefined });
});
