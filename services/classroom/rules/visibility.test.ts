import { expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';
import { deadlineOf, deadlinesOf } from './deadline.ts';
import { assignment, due } from './testing.ts';
import { detailsFrom, visibilityOf } from './visibility.ts';

const open = new Date(due);
const before = new Date(open.getTime() - 1);

test.each([
  ['visible', before, 'visible'],
  ['after-due', before, 'after-due'],
  ['after-due', open, 'visible'],
  ['hidden', open, 'hidden'],
] as const)('%s is to participants at %s: %s', (visibility, now, seen) => {
  expect(visibilityOf(visibility, { due: open, now, viewer: 'participant' })).toBe(seen);
  expect(visibilityOf(visibility, { due: open, now, viewer: 'staff' })).toBe('visible');
});

test('without a due date what is shown after it stays closed', () => {
  expect(visibilityOf('after-due', { due: undefined, now: open, viewer: 'participant' })).toBe('after-due');
});

const berlin = calendarOf('Europe/Berlin');
const nobody = { id: 7, members: [], sections: [] };

/** For a participant without an extension. */
function opening(lab: ReturnType<typeof assignment>, extensions: Parameters<typeof deadlinesOf>[1] = []) {
  return detailsFrom(deadlineOf(lab, extensions, nobody, berlin), deadlinesOf(lab, extensions, berlin))?.toISOString();
}

test('details open when due date and grace are over, or the cut-off where late work counts until then', () => {
  expect(opening(assignment(1, { graceMs: 60_000 }))).toBe('2026-11-20T23:00:00.000Z');
  expect(opening(assignment(1, { cutoff: '2026-11-25T22:59:00.000Z' }))).toBe('2026-11-25T22:59:00.000Z');
  expect(opening(assignment(1, { due: undefined }))).toBeUndefined();
});

test("a friend's extension of the same assignment keeps them closed for everybody: nothing can be told on", () => {
  const extensions = [
    { id: 1, participantId: 8, minutes: 60, reason: 'ill' },
    { id: 2, participantId: 8, assignmentId: 2, minutes: 6000, reason: 'another assignment' },
  ];
  expect(opening(assignment(1), extensions)).toBe('2026-11-20T23:59:00.000Z');
});
