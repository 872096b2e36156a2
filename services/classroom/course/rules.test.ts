import { expect, test } from 'vitest';
import { InvalidInput } from '#services/platform/errors.ts';
import { readCourse } from './read.ts';

const head = 'title: Go\norganisation: o\ntimezone: Europe/Berlin\n';

function document(rest: string) {
  return readCourse(head + rest, 'go').document;
}

test('an entry says its dates and rules, and the course what late work costs', () => {
  const { assignments } = document(`late: {per-day: 10%, cap: 50%, grace: 10m, slip-days: 4, slip-days-each: 2}
assignments:
  - folder: one
    opens: 2026-11-01 08:00
    due: 2026-11-20 23:59
    cutoff: 2026-11-27T23:59:00+01:00
    counts: best
    attempts: 5
    cooldown: 15m
    trigger: tag
    weight: 2
    groups: true
  - folder: two
    due: 2026-12-04T23:59
    grace: 1h
    late: {per-day: 25%, cap: 100%, slip-days-each: 0}
  - three
`);
  expect(assignments[0]).toEqual({
    folder: 'one',
    groups: true,
    rules: {
      opens: '2026-11-01T07:00:00.000Z',
      due: '2026-11-20T22:59:00.000Z',
      cutoff: '2026-11-27T22:59:00.000Z',
      graceMs: 600_000,
      late: { perDay: 0.1, cap: 0.5, slipDays: 4, slipDaysEach: 2 },
      counts: 'best',
      attempts: 5,
      cooldownMs: 900_000,
      trigger: 'tag',
      weight: 2,
    },
  });
  expect(assignments[1]?.rules).toMatchObject({
    due: '2026-12-04T22:59:00.000Z',
    graceMs: 3_600_000,
    late: { perDay: 0.25, cap: 1, slipDays: 4, slipDaysEach: 0 },
  });
  expect(assignments[2]).toMatchObject({ folder: 'three', rules: { counts: 'last', late: { perDay: 0.1 } } });
});

test('staff is named by login, with a role and, except teachers, sections', () => {
  const { staff } = document('staff:\n  Ada: teacher\n  ben: {role: assistant, sections: [A, B]}\nassignments: []\n');
  expect(staff).toEqual([
    { login: 'ada', role: 'teacher', sections: [] },
    { login: 'ben', role: 'assistant', sections: ['A', 'B'] },
  ]);
});

const one = (words: string) => `assignments:\n  - folder: one\n    ${words.replaceAll('; ', '\n    ')}\n`;

const wrong: [what: string, rest: string, place: string, hint: RegExp][] = [
  ['a date without a time', one('due: 2026-11-20'), '6:5 assignments[0].due', /e\.g\. 2026-11-20 23:59/],
  ['a date in other words', one('due: 20.11.2026'), '6:5 assignments[0].due', /write e\.g\. 2026-11-20 23:59/],
  ['a day that is not', one('due: 2026-02-29 12:00'), '6:5 assignments[0].due', /not in the calendar/],
  [
    'due before opens',
    one('opens: 2026-11-20 23:59; due: 2026-11-19 23:59'),
    '7:5 assignments[0].due',
    /not after opens/,
  ],
  [
    'cutoff before due',
    one('due: 2026-11-20 23:59; cutoff: 2026-11-19 23:59'),
    '7:5 assignments[0].cutoff',
    /before due/,
  ],
  ['cutoff without due', one('cutoff: 2026-11-19 23:59'), '6:5 assignments[0].cutoff', /add a due date/],
  ['grace without due', one('grace: 10m'), '6:5 assignments[0].grace', /add a due date/],
  ['late without due', one('late: {per-day: 5%}'), '6:5 assignments[0].late', /add a due date/],
  ['a duration without unit', one('due: 2026-11-20 23:59; grace: 10'), '7:5 assignments[0].grace', /must be string/],
  ['a mistyped field', one('due: 2026-11-20 23:59; cutof: 1'), '7:5 assignments[0].cutof', /did you mean cutoff/],
  ['an unknown way of counting', one('counts: worst'), '6:5 assignments[0].counts', /last, best, chosen/],
  ['no attempts', one('attempts: 0'), '6:5 assignments[0].attempts', />= 1/],
  ['an entry without folder', 'assignments:\n  - due: 2026-11-20 23:59\n', '5:5 assignments[0]', /lacks folder/],
  ['a folder twice', 'assignments: [a, {folder: a}]\n', '4:19 assignments[1].folder', /twice/],
  [
    'groups that are none',
    'groups: [a]\nassignments: [{folder: a, groups: false}]\n',
    '5:27 assignments[0].groups',
    /remove one/,
  ],
  [
    'slip days without a due date',
    'late: {slip-days: 3}\nassignments: [a]\n',
    '4:1 late',
    /no assignment has a due date/,
  ],
  [
    'slip days that pay for nothing',
    `late: {slip-days: 3}\n${one('due: 2026-11-20 23:59')}`,
    '4:8 late.slip-days',
    /per-day: 10%/,
  ],
  ['a cap below a day', `late: {per-day: 20%, cap: 10%}\n${one('due: 2026-11-20 23:59')}`, '4:22 late.cap', /20%/],
  [
    'a share of more than all',
    `late: {per-day: 200%, cap: 100%}\n${one('due: 2026-11-20 23:59')}`,
    '4:8 late.per-day',
    /more than 100%/,
  ],
  [
    'a number for a share',
    `late: {per-day: 0.1}\n${one('due: 2026-11-20 23:59')}`,
    '4:8 late.per-day',
    /must be string/,
  ],
  ['a role that is none', 'staff: {ada: boss}\nassignments: []\n', '4:9 staff.ada', /teacher, assistant, observer/],
  [
    'a role that is none, with sections',
    'staff: {ada: {role: boss}}\nassignments: []\n',
    '4:15 staff.ada.role',
    /teacher, assistant/,
  ],
  ['a login that is none', 'staff: {a b: teacher}\nassignments: []\n', '4:9 staff.a b', /no login/],
  ['a login twice', 'staff: {ada: teacher, Ada: observer}\nassignments: []\n', '4:23 staff.Ada', /twice/],
  [
    'a teacher of a section',
    'staff: {ada: {role: teacher, sections: [A]}}\nassignments: []\n',
    '4:9 staff.ada',
    /all sections/,
  ],
];

test.each(wrong)('%s is named with line, column, field and what would be right', (_, rest, place, hint) => {
  const problems = problemsOf(() => document(rest));
  expect(problems.map((p) => `${p.line}:${p.column} ${p.field}`)).toContain(place);
  expect(problems.map((p) => p.message).join('\n')).toMatch(hint);
});

function problemsOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  throw new Error('nothing was wrong');
}
