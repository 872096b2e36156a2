import { expect, test } from 'vitest';
import { daysAfter, instantOf } from './dates.ts';

const meant: [what: string, text: string, zone: string, instant: string][] = [
  ['winter', '2026-11-20 23:59', 'Europe/Berlin', '2026-11-20T22:59:00.000Z'],
  ['summer', '2026-06-20T23:59', 'Europe/Berlin', '2026-06-20T21:59:00.000Z'],
  ['with seconds', '2026-06-20 23:59:59', 'UTC', '2026-06-20T23:59:59.000Z'],
  ['the other half of the world', '2026-11-20 23:59', 'Pacific/Auckland', '2026-11-20T10:59:00.000Z'],
  ['an instant in UTC', '2026-11-20T23:59:00Z', 'Europe/Berlin', '2026-11-20T23:59:00.000Z'],
  ['an instant with an offset', '2026-11-20T23:59:00-05:00', 'Europe/Berlin', '2026-11-21T04:59:00.000Z'],
  ['a leap day', '2028-02-29 12:00', 'UTC', '2028-02-29T12:00:00.000Z'],
  ['a time that is skipped: the clock shows 03:30', '2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['a time that is there twice: the second', '2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T01:30:00.000Z'],
  ['a time skipped in New York', '2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['a time twice in New York', '2026-11-01 01:30', 'America/New_York', '2026-11-01T06:30:00.000Z'],
  ['a half hour twice on Lord Howe', '2026-04-05 01:45', 'Australia/Lord_Howe', '2026-04-04T15:15:00.000Z'],
];

test.each(meant)('%s', (_, text, zone, instant) => {
  expect((instantOf(text, zone) as Date).toISOString()).toBe(instant);
});

const wrong: [text: string, hint: RegExp][] = [
  ['2026-11-20', /lacks the time of day, e\.g\. 2026-11-20 23:59/],
  ['20.11.2026 23:59', /is no date; write e\.g\. 2026-11-20 23:59/],
  ['2026-11-20 24:59', /not in the calendar/],
  ['2026-02-29 12:00', /not in the calendar/],
  ['2026-11-31T12:00Z', /not in the calendar/],
  ['2026-11-20T23:59:00[Europe/Berlin]', /is no date/],
  ['tomorrow', /is no date/],
];

test.each(wrong)('%s is refused, and said what would be right', (text, hint) => {
  expect(instantOf(text, 'Europe/Berlin')).toMatch(hint);
});

const later: [what: string, at: string, days: number, instant: string][] = [
  ['a day of 24 hours', '2026-11-20T22:59:00Z', 1, '2026-11-21T22:59:00.000Z'],
  ['a day of 25 hours', '2026-10-24T21:59:00Z', 1, '2026-10-25T22:59:00.000Z'],
  ['a day of 23 hours', '2026-03-28T22:59:00Z', 1, '2026-03-29T21:59:00.000Z'],
  ['to a time that is skipped', '2026-03-28T01:30:00Z', 1, '2026-03-29T01:30:00.000Z'],
  ['to a time that is there twice', '2026-10-24T00:30:00Z', 1, '2026-10-25T01:30:00.000Z'],
  ['over a leap day', '2028-02-28T12:00:00Z', 2, '2028-03-01T12:00:00.000Z'],
];

test.each(later)('a day later is the same time of the clock: %s', (_, at, days, instant) => {
  expect(daysAfter(new Date(at), days, 'Europe/Berlin').toISOString()).toBe(instant);
});
