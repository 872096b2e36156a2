import { expect, test } from 'vitest';
import { InvalidInput } from '#services/platform/errors.ts';
import { canvasCsv, fillCanvas } from './canvas.ts';
import { gradesCsv, gradesJson } from './grades.ts';
import { fillMoodle, moodleCsv } from './moodle.ts';
import type { GradeSheet } from './sheet.ts';

const sheet: GradeSheet = {
  course: { slug: 'go', title: 'Go' },
  assignments: [
    { slug: 'lab-1', title: 'Lab 1', maxPoints: 10 },
    { slug: 'lab-2', title: '=Lab, 2', maxPoints: 100 },
  ],
  students: [
    {
      ...{ name: 'Ada Lovelace', email: 'ada@example.edu', institutionId: 's1', login: 'ada', section: 'A' },
      ...{ grades: [9.505, 'excused'], total: 95.05 },
    },
    { name: '@ben', email: 'ben@example.edu', institutionId: 's2', grades: [0, null], total: 0 },
    { name: 'Grace Hopper', grades: [null, -2.5] },
  ],
};

test('grades as CSV: two decimals half up, formulas harmless, numbers untouched', () => {
  expect(gradesCsv(sheet)).toBe(
    [
      'name,email,institution_id,login,section,lab-1,lab-2,total_percent',
      'points possible,,,,,10,100,100',
      'Ada Lovelace,ada@example.edu,s1,ada,A,9.51,EX,95.05',
      "'@ben,ben@example.edu,s2,,,0,,0",
      'Grace Hopper,,,,,,-2.5,',
      '',
    ].join('\n'),
  );
});

test('grades as JSON say of each assignment points, or that it is excused', () => {
  const { students, assignments } = JSON.parse(gradesJson(sheet));
  expect(assignments[0]).toEqual({ slug: 'lab-1', title: 'Lab 1', max_points: 10 });
  expect(students[0]).toMatchObject({
    ...{ name: 'Ada Lovelace', institution_id: 's1', total_percent: 95.05 },
    grades: { 'lab-1': { points: 9.51, excused: false }, 'lab-2': { points: null, excused: true } },
  });
  expect(students[2]).toMatchObject({ email: null, total_percent: null });
});

// As Canvas exports it: four blanks before the points, an id in each head, computed columns at the end.
const canvas = [
  '\uFEFFStudent,ID,SIS User ID,SIS Login ID,Section,Lab 1 (4711),"Essay, first (4712)",Current Score,Override Score',
  ',,,,,Manual Posting,,,',
  '    Points Possible,,,,,10.00,5.00,(read only),(read only)',
  '"Lovelace, Ada",101,s1,ada,A,,4.50,90.00,',
  '"Hopper, Grace",103,,,A,7.00,5.00,100.00,',
  '"Nobody, Known",104,x9,x9,A,1.00,5.00,100.00,',
  '"Student, Test",105,,,A,,,,',
  '',
].join('\r\n');

test('an export of Canvas comes back with one column filled and nothing else changed', () => {
  const { content, filled, notes } = fillCanvas(Buffer.from(canvas), 'c.csv', sheet, { assignment: 'lab-1' });
  expect(content.toString()).toBe(canvas.replace('s1,ada,A,,', 's1,ada,A,9.51,'));
  expect(filled).toBe(1);
  expect(notes).toEqual([
    'line 6 (Nobody, Known) is nobody of this course: left as it is',
    'line 7 (Student, Test) is nobody of this course: left as it is',
    '@ben has a grade and no line in this file',
  ]);
});

test('excused is EX to Canvas, in a column that is named, and other points are told', () => {
  const { content, notes } = fillCanvas(Buffer.from(canvas), 'c.csv', sheet, {
    assignment: 'lab-2',
    column: 'Essay, first',
  });
  expect(content.toString()).toContain('"Lovelace, Ada",101,s1,ada,A,,EX,90.00,');
  expect(content.toString()).toContain('"Hopper, Grace",103,,,A,7.00,-2.5,100.00,');
  expect(notes[0]).toBe('Canvas has 5 points for Essay, first (4712), here it is worth 100');
});

test.each([
  ['a file that is none of Canvas', 'name,points\nAda,1\n', {}, /is no export of Canvas's gradebook/],
  [
    'a column that is not there',
    canvas,
    { column: 'Lab 9' },
    /has no column Lab 9; it has Lab 1 \(4711\), Essay, first/,
  ],
  ['a computed column', canvas, { column: 'Current Score' }, /has no column Current Score/],
  ['a column that is read only', canvas.replace('10.00', '(read only)'), {}, /c\.csv:3:6: Lab 1 \(4711\) is read only/],
  ['an assignment that is none', canvas, { assignment: 'lab-9' }, /assignments with grades are lab-1, lab-2/],
])('refuses %s', (_, text, options, words) => {
  const run = () => fillCanvas(Buffer.from(text), 'c.csv', sheet, { assignment: 'lab-1', ...options });
  expect(run).toThrow(InvalidInput);
  expect(run).toThrow(words);
});

test('an own file for Canvas begins as its importer wants it', () => {
  expect(canvasCsv(sheet).split('\n')).toEqual([
    `Student,ID,SIS User ID,SIS Login ID,Section,Lab 1,"'=Lab, 2"`,
    '    Points Possible,,,,,10,100',
    'Ada Lovelace,,s1,ada@example.edu,A,9.51,EX',
    "'@ben,,s2,ben@example.edu,,0,",
    'Grace Hopper,,,,,,-2.5',
    '',
  ]);
});

test("a file for Moodle's gradebook tells people by address and number", () => {
  expect(moodleCsv(sheet).split('\n').slice(0, 3)).toEqual([
    `Full name,Email address,ID number,Lab 1,"'=Lab, 2"`,
    'Ada Lovelace,ada@example.edu,s1,9.51,',
    "'@ben,ben@example.edu,s2,0,",
  ]);
});

// As `Download grading worksheet` writes it.
const worksheet = [
  'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"',
  '"Participant 12","Ada Lovelace",ada@example.edu,"Submitted for grading",,10.00,Yes,"Monday, 2 November 2026, 9:00 AM",-,"=1"',
  '"Participant 13",Ben,ben@example.edu,"No submission","7.00",10.00,No,-,"Tuesday, 3 November 2026, 9:00 AM",',
  '',
].join('\n');

test('a worksheet of Moodle comes back with its grades filled, where Moodle lets them be changed', () => {
  const { content, filled, notes } = fillMoodle(Buffer.from(worksheet), 'w.csv', sheet, { assignment: 'lab-1' });
  expect(content.toString()).toBe(worksheet.replace('"Submitted for grading",,', '"Submitted for grading",9.51,'));
  expect(filled).toBe(1);
  expect(notes).toEqual(['line 3 (Ben) cannot be changed in Moodle: left as it is']);
});

test('excused has no word in Moodle, which is said', () => {
  const text = worksheet.replaceAll('10.00', '100.00');
  const { content, notes } = fillMoodle(Buffer.from(text), 'w.csv', sheet, { assignment: 'lab-2' });
  expect(content.toString()).toBe(text);
  expect(notes[0]).toBe('line 2 (Ada Lovelace) is excused, which this file has no word for: left as it is');
});

test.each([
  ['another maximum', worksheet, 'lab-2', /w\.csv:2:6: has a maximum grade of 10, and lab-2 is worth 100/],
  ['another file', 'Full name,Grade\nAda,\n', 'lab-1', /is no worksheet of Moodle/],
  ['one without names', 'Identifier,Status,Grade\nParticipant 1,,\n', 'lab-1', /graded anonymously in Moodle/],
])('refuses a worksheet: %s', (_, text, assignment, words) => {
  expect(() => fillMoodle(Buffer.from(text), 'w.csv', sheet, { assignment })).toThrow(words);
});
