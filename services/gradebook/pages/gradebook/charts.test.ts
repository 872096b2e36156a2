import { expect, test } from 'vitest';
import { due, gradeOf } from '#services/classroom/rules/testing.ts';
import { overTime } from './charts.ts';

const hour = 3_600_000;

/** Hand-ins so many hours after the due date, negative: before it; 20 November 2026, 23:59 in Berlin. */
function chart(hours: readonly number[], more: { due?: undefined } = {}) {
  const handed = hours.map((after, i) => ({
    ...{ id: i + 1, at: new Date(Date.parse(due) + after * hour).toISOString(), points: 1 },
  }));
  const view = { slug: 'lab', title: 'Lab', maxPoints: 1, criteria: [], cases: [], slowest: [] };
  return overTime({ ...view, due: new Date(due), grades: [gradeOf({}, handed)], ...more }, 'Europe/Berlin');
}

const bars = (hours: readonly number[], more = {}) =>
  chart(hours, more).bars.map(({ label, value, accent }) => [label, value, accent]);

test('hand-ins are counted by the hour of the due date, and those after it stand out', () => {
  expect(bars([-1.9, -1.1, -0.5, 0.5, 0.6, 1.5])).toEqual([
    ['20 Nov 2026, 21:59', 2, false],
    ['20 Nov 2026, 22:59', 1, false],
    ['20 Nov 2026, 23:59', 2, true],
    ['21 Nov 2026, 00:59', 1, true],
  ]);
  const { description, key } = chart([-1.9, -1.1, -0.5, 0.5, 0.6, 1.5]);
  expect(description).toBe('6 hand-ins, 3 of them after the due date, 20 Nov 2026, 23:59.');
  expect(key).toBe('after the due date');
});

test('a long time is cut into at most thirty pieces that still meet at the due date, and no hand-in is left out', () => {
  const hours = Array.from({ length: 200 }, (_, i) => i - 170.5);
  const found = chart(hours).bars;
  expect(found.length).toBeLessThanOrEqual(30);
  expect(found.reduce((sum, { value }) => sum + value, 0)).toBe(200);
  expect(found.filter(({ accent }) => accent).reduce((sum, { value }) => sum + value, 0)).toBe(29);
  expect(found.filter(({ tick }) => tick !== '').length).toBeLessThanOrEqual(7);
});

test('all in time, all late, none, and no due date', () => {
  expect(chart([-3.5, -2.5]).key).toBeUndefined();
  expect(bars([5.5])).toEqual([['21 Nov 2026, 04:59', 1, true]]);
  expect(chart([]).bars).toEqual([]);
  expect(chart([-3.5, -2.5], { due: undefined }).description).toBe('2 hand-ins.');
  expect(bars([-3.5, -2.5], { due: undefined }).map(([, value, accent]) => [value, accent])).toEqual([
    [1, false],
    [1, false],
  ]);
});
