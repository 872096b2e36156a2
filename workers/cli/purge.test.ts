import { expect, test } from 'vitest';
import { purgedText, readDay } from './purge.ts';

test('a day is its beginning in UTC', () => {
  expect(readDay('2026-08-01')).toEqual(new Date('2026-08-01T00:00:00Z'));
});

test.each(['yesterday', '2026-8-1', '2026-02-30', '2026-08-01T12:00'])('%s is no day', (text) => {
  expect(() => readDay(text)).toThrow(/must be a day, year-month-day/);
});

test('the future is a mistake', () => {
  expect(() => readDay('2999-01-01')).toThrow(/everything would be deleted/);
});

test('what would be deleted is said with the way to do it, what was deleted without', () => {
  const purged = { submissions: 2, criteria: 6, contents: 9, bytes: 2_500_000 };
  expect(purgedText(purged, false)).toMatch(
    /^Would delete: the files of 2 commits.*9 pieces of content \(2\.5 MB\).*--yes does it/,
  );
  expect(purgedText(purged, true)).toMatch(/^Deleted: .*VACUUM FULL/);
  expect(purgedText({ ...purged, submissions: 0, contents: 0 }, true)).toBe('There is nothing to delete.\n');
});
