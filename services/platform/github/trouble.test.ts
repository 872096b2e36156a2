import { expect, it } from 'vitest';
import { troubleOf } from './trouble.ts';

function answered(status: number, headers: Record<string, string> = {}, message = 'no') {
  return Object.assign(new Error(message), { status, response: { headers } });
}

it('obeys retry-after of a secondary limit', () => {
  const trouble = troubleOf(answered(403, { 'retry-after': '47' }), 1);
  expect(trouble).toMatchObject({ kind: 'later', seconds: 47, uncertain: false });
});

it('waits for the reset of a spent primary limit', () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1090' };
  expect(troubleOf(answered(429, headers), 1, 1_000_000)).toMatchObject({ kind: 'later', seconds: 90 });
});

it('waits a minute at least when a limit names no time', () => {
  const trouble = troubleOf(answered(403, {}, 'You have exceeded a secondary rate limit'), 1);
  expect(trouble).toMatchObject({ kind: 'later', seconds: 60 });
});

it('knows a secondary limit by its other words, too, and is not taken in by a name that a student chose', () => {
  const abuse = troubleOf(answered(403, {}, 'You have triggered an abuse detection mechanism.'), 1);
  const quick = (message: string) =>
    troubleOf(Object.assign(answered(422), { response: { headers: {}, data: { errors: [{ message }] } } }), 1);
  expect([abuse, quick('was submitted too quickly')]).toMatchObject(Array(2).fill({ kind: 'later', seconds: 60 }));
  expect(quick('path was submitted too quickly.go is invalid').kind).toBe('refused');
});

it('does not know whether a failed or silent server has carried it out', () => {
  expect(troubleOf(answered(502), 1)).toMatchObject({ kind: 'later', uncertain: true });
  expect(troubleOf(new Error('The operation was aborted due to timeout'), 1)).toMatchObject({
    kind: 'later',
    uncertain: true,
  });
});

it('waits longer each time, an hour at most', () => {
  const seconds = [1, 2, 3, 20].map((attempts) => (troubleOf(answered(500), attempts) as { seconds: number }).seconds);
  expect(seconds).toEqual([10, 20, 40, 3600]);
});

it('knows what is gone or was taken away', () => {
  expect([403, 404, 410, 451].map((status) => troubleOf(answered(status), 1).kind)).toEqual(Array(4).fill('gone'));
});

it('calls a refused request our fault', () => {
  expect(troubleOf(answered(422), 1).kind).toBe('refused');
});
