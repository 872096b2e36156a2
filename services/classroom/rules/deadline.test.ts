import { expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';
import { deadlineOf } from './deadline.ts';
import type { Extension } from './facts.ts';
import { assignment, due, gradeOf, tenPerDay } from './testing.ts';

const hour = 60;
const berlin = calendarOf('Europe/Berlin');
const ada = { id: 7, members: [], sections: ['A'] };
const team = { id: 9, members: [7, 8], sections: ['A', 'B'] };
const more = (extension: Partial<Extension>): Extension => ({ id: 1, reason: 'ill', minutes: 24 * hour, ...extension });

const cases: [what: string, who: typeof ada | typeof team, extensions: Extension[], day: number | undefined][] = [
  ['none', ada, [], undefined],
  ['its own', ada, [more({ participantId: 7 })], 21],
  ["another's", ada, [more({ participantId: 8 })], undefined],
  ['of its section', ada, [more({ section: 'A' })], 21],
  ['of another section', ada, [more({ section: 'B' })], undefined],
  ["everybody's", ada, [more({})], 21],
  ['of this assignment', ada, [more({ assignmentId: 1 })], 21],
  ['of another assignment', ada, [more({ assignmentId: 2 })], undefined],
  ['a new date', ada, [more({ assignmentId: 1, minutes: undefined, until: new Date('2026-11-23T22:59:00Z') })], 23],
  [
    'a date before the due date',
    ada,
    [more({ assignmentId: 1, minutes: undefined, until: new Date('2026-11-19T12:00:00Z') })],
    undefined,
  ],
  [
    'the most generous of several',
    ada,
    [more({}), more({ id: 2, minutes: 72 * hour }), more({ id: 3, section: 'A' })],
    23,
  ],
  ['of a member, for its group', team, [more({ participantId: 8 })], 21],
  ["of a member's section, for its group", team, [more({ section: 'B' })], 21],
];

test.each(cases)('an extension moves the due date: %s', (_, who, extensions, day) => {
  const { due: own, extension } = deadlineOf(assignment(1), extensions as Extension[], who, berlin);
  expect(own).toEqual(new Date(day === undefined ? due : `2026-11-${day}T22:59:00Z`));
  expect(extension?.reason).toBe(day === undefined ? undefined : 'ill');
});

test('an extension moves the cut-off by as much as the due date', () => {
  const lab = assignment(1, { cutoff: '2026-11-22T22:59:00.000Z' });
  expect(deadlineOf(lab, [more({})], ada, berlin).cutoff).toEqual(new Date('2026-11-23T22:59:00Z'));
});

// Clocks in Berlin are set back on 25 October and forward on 28 March, both times on a Sunday morning.
test.each([
  ['days over the autumn change', '2026-10-24T21:59:00Z', { days: 2 }, '2026-10-26T22:59:00Z', '2026-10-27T22:59:00Z'],
  ['days over the spring change', '2027-03-27T22:59:00Z', { days: 2 }, '2027-03-29T21:59:00Z', '2027-03-30T21:59:00Z'],
  ['hours, which are hours', '2026-10-24T21:59:00Z', { minutes: 48 * hour }, '2026-10-26T21:59:00Z', undefined],
  [
    'a date, as many days of the clock later',
    '2026-10-23T21:59:00Z',
    { until: new Date('2026-10-24T21:59:00Z') },
    '2026-10-24T21:59:00Z',
    '2026-10-25T22:59:00Z',
  ],
] as const)('in the time zone of the course an extension moves both dates by %s', (_, regular, time, own, end) => {
  const lab = assignment(1, { due: regular, cutoff: berlin.daysAfter(new Date(regular), 1).toISOString() });
  const dates = deadlineOf(lab, [more({ minutes: undefined, ...time })], ada, berlin);
  expect(dates.due).toEqual(new Date(own));
  if (end) expect(dates.cutoff).toEqual(new Date(end));
});

test('of two days and 48 hours over the autumn change the days are more generous', () => {
  const lab = assignment(1, { due: '2026-10-24T21:59:00Z' });
  const extensions = [more({ id: 1, minutes: 48 * hour }), more({ id: 2, minutes: undefined, days: 2 })];
  expect(deadlineOf(lab, extensions, ada, berlin).extension?.id).toBe(2);
});

test('a cut-off never comes before the end of grace', () => {
  const lab = assignment(1, { cutoff: due, graceMs: 600_000 });
  expect(deadlineOf(lab, [], ada, berlin).cutoff).toEqual(new Date('2026-11-20T23:09:00Z'));
});

test('without a due date there is nothing to extend', () => {
  expect(deadlineOf(assignment(1, { due: undefined }), [more({})], ada, berlin)).toMatchObject({
    due: undefined,
    extension: undefined,
  });
});

test('an extension granted afterwards picks the right earlier commit of those that were judged long ago', () => {
  const handed = [
    { id: 1, at: '2026-11-20T20:00:00Z', points: 60 },
    { id: 2, at: '2026-11-21T20:00:00Z', points: 90 },
    { id: 3, at: '2026-11-23T20:00:00Z', points: 10 },
  ];
  const rules = { cutoff: due, late: tenPerDay };
  expect(gradeOf(rules, handed).why.counting).toMatchObject({ submissionId: 1, points: 60 });
  const extensions = [more({ participantId: 7 })];
  expect(gradeOf(rules, handed, { extensions }).why.counting).toMatchObject({ submissionId: 2, points: 90 });
  expect(gradeOf(rules, handed, { extensions: [] }).why.counting).toMatchObject({ submissionId: 1 });
});
