import { expect, test } from 'vitest';
import { fillColumn } from './fill.ts';
import { readNumber, rounded } from './number.ts';
import { readCsv } from './read.ts';
import { asWritten, harmless, writeCsv } from './write.ts';

test('filling a column leaves every other byte as it was', () => {
  const before = '\uFEFFa;"b ""x""\r\n;";c\r\n\r\n1;"2";3;more\r\n"x;y";;\n4\n';
  const bytes = Buffer.from(before);
  const table = readCsv(bytes, 'f.csv');
  expect(fillColumn(bytes, table, 1, () => undefined)).toEqual(bytes);
  const after = fillColumn(bytes, table, 1, ({ line }) => (line === 5 ? '9' : '1;5'));
  expect(after.toString()).toBe('\uFEFFa;"b ""x""\r\n;";c\r\n\r\n1;"9";3;more\r\n"x;y";"1;5";\n4\n');
  expect(fillColumn(bytes, table, 2, () => 'z').toString()).toContain('"x;y";;z\n4\n');
});

test('whatever is written is read again', () => {
  const odd = ['', 'a,b', 'a"b', 'a\nb', 'a\r\nb', ' a ', 'a;b', 'ä\u2028'];
  const rows = [['x', ...odd], ...odd.map((cell) => ['x', cell, ...odd.slice(1)])];
  const table = readCsv(Buffer.from(writeCsv(rows)), 'f.csv');
  expect([table.header, ...table.rows].map(({ cells }) => cells)).toEqual(rows);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', "'=1", "''@"])(
  '%j is no formula any more, and comes back',
  (text) => {
    expect(harmless(text)).toBe(`'${text}`);
    expect(asWritten(harmless(text))).toBe(text);
  },
);

test.each(["'", "it's", "'x'", '1=1', 'a@b'])('%j stays as it is', (text) => {
  expect(harmless(text)).toBe(text);
  expect(asWritten(text)).toBe(text);
});

test('numbers are written as they are, negative ones too', () => {
  expect(writeCsv([[-1.5, 0, 'x']])).toBe('-1.5,0,x\n');
});

test.each([
  [1.005, 1.01],
  [2.675, 2.68],
  [0.285, 0.29],
  [1.0049999, 1],
  [0.1 + 0.2, 0.3],
  [35 * 0.3, 10.5],
  [1e-9, 0],
  [99.995, 100],
  [90.5, 90.5],
])('%d is rounded half up to %d', (points, two) => {
  expect(rounded(points)).toBe(two);
});

test.each([
  ['9.5', 9.5],
  ['9,5', 9.5],
  [' -1 ', -1],
  ['1.000,5', undefined],
  ['', undefined],
  ['NaN', undefined],
  ['0x10', undefined],
  ['1e9', undefined],
])('%j is read as %s', (text, number) => {
  expect(readNumber(text)).toBe(number);
});

test('a semicolon inside quotation marks is no delimiter, and a line may name it', () => {
  expect(readCsv(Buffer.from('"a;b;c",d\n1,2\n'), 'f').delimiter).toBe(',');
  expect(readCsv(Buffer.from('sep=;\r\na;b\r\n1,5;2\r\n'), 'f').rows[0]).toMatchObject({
    line: 3,
    cells: ['1,5', '2'],
  });
});
