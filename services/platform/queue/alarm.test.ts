import { expect, test, vi } from 'vitest';
import { openLog } from '../log.ts';
import { alarm } from './alarm.ts';

const error = new Error('no such table');

function setUp() {
  const onBroken = vi.fn();
  const clock = { now: 0 };
  const raise = alarm({ name: 'grading', log: openLog('silent'), onBroken }, () => clock.now);
  return { onBroken, clock, raise };
}

test('a backend that is away for hours is waited for', () => {
  const { onBroken, clock, raise } = setUp();
  for (; clock.now < 3_600_000; clock.now += 500) raise(error);
  expect(onBroken).not.toHaveBeenCalled();
});

test('errors without a pause break the queue, once', () => {
  const { onBroken, raise } = setUp();
  for (let n = 0; n < 1_000; n++) raise(error);
  expect(onBroken).toHaveBeenCalledExactlyOnceWith(error);
});
