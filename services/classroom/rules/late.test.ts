import { expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';
import { latenessOf } from './late.ts';
import { due, gradeOf, tenPerDay } from './testing.ts';

const days: [what: string, from: string, at: string, days: number][] = [
  ['at the moment itself', due, due, 0],
  ['a second after', due, '2026-11-20T22:59:01Z', 1],
  ['a day after, to the second', due, '2026-11-21T22:59:00Z', 1],
  ['a day and a second after', due, '2026-11-21T22:59:01Z', 2],
  ['ten days after', due, '2026-11-30T22:58:00Z', 10],
  ['a day of 25 hours', '2026-10-24T21:59:00Z', '2026-10-25T22:59:00Z', 1],
  ['a second more than a day of 25 hours', '2026-10-24T21:59:00Z', '2026-10-25T22:59:01Z', 2],
  ['a day of 23 hours', '2026-03-28T22:59:00Z', '2026-03-29T21:59:00Z', 1],
  ['a second more than a day of 23 hours', '2026-03-28T22:59:00Z', '2026-03-29T21:59:01Z', 2],
  ['three days over a change of clocks', '2026-10-23T21:59:00Z', '2026-10-26T22:59:00Z', 3],
  ['over a leap day', '2028-02-28T22:59:00Z', '2028-03-01T22:59:00Z', 2],
];

test.each(days)('each begun day counts, by the clock of the course: %s', (_, from, at, expected) => {
  expect(calendarOf('Europe/Berlin').daysLate(new Date(from), new Date(at))).toBe(expected);
});

const costs: [
  what: string,
  late: object,
  daysLate: number,
  available: number,
  share: number,
  capped: boolean,
  spent: number,
][] = [
  ['in time', {}, 0, 5, 0, false, 0],
  ['a day', {}, 1, 0, 0.1, false, 0],
  ['three days, without a rest of binary fractions', {}, 3, 0, 0.3, false, 0],
  ['never more than everything', {}, 12, 0, 1, true, 0],
  ['never more than the cap', { cap: 0.5 }, 7, 0, 0.5, true, 0],
  ['a slip day for a late day', {}, 3, 2, 0.1, false, 2],
  ['no more slip days than late days', {}, 2, 5, 0, false, 2],
  ['no slip day where the cap holds anyway', { cap: 0.3 }, 6, 2, 0.3, true, 0],
  ['slip days where they go below the cap', { cap: 0.3 }, 5, 3, 0.2, false, 3],
  ['no slip day where lateness costs nothing', { perDay: 0 }, 4, 4, 0, false, 0],
];

test.each(costs)('lateness costs by the day: %s', (_, late, daysLate, available, share, capped, slipDays) => {
  expect(latenessOf({ ...tenPerDay, ...late }, daysLate, available)).toEqual({ share, capped, slipDays });
});

test('within grace nothing is late, and after it the day is counted from the end of grace', () => {
  const rules = { late: tenPerDay, graceMs: 600_000 };
  const counting = (at: string) => gradeOf(rules, [{ id: 1, at, points: 80 }]).why.counting;
  expect(counting('2026-11-20T23:09:00Z')).toMatchObject({ daysLate: 0, points: 80 });
  expect(counting('2026-11-20T23:09:01Z')).toMatchObject({ daysLate: 1, deduction: 8, points: 72 });
  expect(counting('2026-11-21T23:09:00Z')).toMatchObject({ daysLate: 1, points: 72 });
});

test('where our receipt would make it late and GitHub had it in time, GitHub is believed', () => {
  const handed = (pushedAt: string) => [
    { id: 1, at: '2026-11-20T23:05:00Z', points: 80, arrival: { pushedAt: new Date(pushedAt) } },
  ];
  const rules = { late: tenPerDay };
  expect(gradeOf(rules, handed('2026-11-20T22:58:59Z'))).toMatchObject({
    points: 80,
    why: { attempts: [{ daysLate: 0 }] },
  });
  expect(gradeOf(rules, handed('2026-11-20T22:59:59Z'))).toMatchObject({ points: 72 });
  expect(gradeOf(rules, handed('2026-11-20T23:30:00Z')).why.attempts[0]?.at).toEqual(new Date('2026-11-20T23:05:00Z'));
  expect(gradeOf({ ...rules, cutoff: due }, handed('2026-11-20T22:58:59Z'))).toMatchObject({ points: 80 });
});
