import { expect, test } from 'vitest';
import { type ManualRow, readManual, writeManual } from './manual.ts';

const columns = [
  { key: 'lab-1', maxPoints: 10, excusable: true },
  { key: 'lab-1/docs', maxPoints: 5, excusable: false },
];
const rows: ManualRow[] = [
  { id: 1, name: '=Ada', values: [9.505, null] },
  { id: 2, name: 'Ben', values: ['excused', 3] },
];
const text = writeManual(columns, rows);
const read = (file: string, now = rows) => readManual(Buffer.from(file), 'm.csv', columns, now);

test('the file says what is there, and changes nothing when it comes back', () => {
  expect(text).toBe(
    [
      'id,name,lab-1,lab-1/docs,lab-1 (as exported),lab-1/docs (as exported)',
      "1,'=Ada,9.51,,9.51,",
      '2,Ben,EX,3,EX,3',
      '',
    ].join('\n'),
  );
  expect(read(text)).toEqual({ changes: [], conflicts: [] });
});

test('what was entered, changed and cleared is told', () => {
  const edited = text.replace('9.51,,', '"10,0",4.5,').replace('EX,3,', ',ex,');
  expect(() => read(edited)).toThrow('m.csv:3:4: lab-1/docs: must be points from 0 to 5, or empty');
  expect(read(edited.replace(',ex,', ',,')).changes).toEqual([
    { id: 1, name: '=Ada', key: 'lab-1', before: 9.51, after: 10 },
    { id: 1, name: '=Ada', key: 'lab-1/docs', before: null, after: 4.5 },
    { id: 2, name: 'Ben', key: 'lab-1', before: 'excused', after: null },
    { id: 2, name: 'Ben', key: 'lab-1/docs', before: 3, after: null },
  ]);
});

test('what was changed here in the meantime is a conflict, unless both say the same or the file says nothing new', () => {
  const now = [
    { ...rows[0]!, values: [8, 4] },
    { ...rows[1]!, values: [7, 3] },
  ];
  const edited = text.replace('9.51,,', '10,4,');
  expect(read(edited, now)).toEqual({
    changes: [],
    conflicts: [{ id: 1, name: '=Ada', key: 'lab-1', before: 8, exported: 9.51, after: 10 }],
  });
});

test.each([
  [
    'points beyond the maximum',
    text.replace('9.51,,', '11,,'),
    'm.csv:2:3: lab-1: must be points from 0 to 10, EX for excused, or empty',
  ],
  ['a word', text.replace('9.51,,', 'good,,'), 'm.csv:2:3: lab-1: must be points'],
  ['a student that is none', text.replace('2,Ben', '3,Ben'), 'm.csv:3:1: id: is no student of this course'],
  ['a file without ids', 'name,lab-1\nAda,1\n', 'has no column id'],
])('refuses %s', (_, file, words) => {
  expect(() => read(file)).toThrow(words);
});

test('a column that was taken out changes nothing', () => {
  expect(read('id,lab-1,lab-1 (as exported)\n1,5,9.51\n').changes).toHaveLength(1);
});
