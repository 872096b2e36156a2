import { expect, test } from 'vitest';
import { readCsv } from '#services/classroom/csv/read.ts';
import { tree } from '#services/classroom/trees.ts';
import { formulasIn, HOSTILE, unseenIn } from '#services/platform/testing/hostile.ts';
import { canvasCsv, fillCanvas } from './canvas.ts';
import { gradesCsv, gradesJson } from './grades.ts';
import { likenessTree } from './likeness/layout.ts';
import { readManual, writeManual } from './manual.ts';
import { fillMoodle, moodleCsv } from './moodle.ts';
import { safeName } from './safe-name.ts';
import type { GradeSheet } from './sheet.ts';

/** A sheet in which every text is this one. */
function sheetOf(text: string): GradeSheet {
  const person = { name: text, email: text, institutionId: text, login: text, section: text };
  return {
    course: { slug: 'go', title: text },
    assignments: [{ slug: 'lab', title: text, maxPoints: 10 }],
    students: [{ ...person, grades: [-1.5] }],
  };
}

test.each(HOSTILE)('$name is no formula in any export, and breaks no row', ({ text }) => {
  for (const written of [gradesCsv(sheetOf(text)), canvasCsv(sheetOf(text)), moodleCsv(sheetOf(text))]) {
    const { header, rows } = readCsv(Buffer.from(written.replaceAll('\0', '')), 'w.csv');
    expect(formulasIn([header, ...rows].map(({ cells }) => cells))).toEqual([]);
    expect(rows.map(({ cells }) => cells.length)).toEqual(rows.map(() => header.cells.length));
    expect(rows.at(-1)?.cells).toContain('-1.5');
  }
  expect(JSON.parse(gradesJson(sheetOf(text))).students[0].grades.lab.points).toBe(-1.5);
});

test.each(HOSTILE)('a file of another system with $name in it comes back with no other byte changed', ({ text }) => {
  const cell = `"${text.replaceAll('\0', '').toWellFormed().replaceAll('"', '""')}"`;
  const canvas = Buffer.from(
    `Student,ID,SIS User ID,SIS Login ID,Section,Lab (1),X (2)\n${cell},1,s1,${cell},${cell},,9\n`,
  );
  const sheet = { ...sheetOf('x'), students: [{ name: 'Ada', institutionId: 's1', grades: [5] }] };
  const filled = fillCanvas(canvas, 'c.csv', sheet, { assignment: 'lab', column: 'Lab (1)' });
  const at = canvas.toString().lastIndexOf(',,');
  expect(filled.content.toString()).toBe(`${canvas.toString().slice(0, at)},5,${canvas.toString().slice(at + 2)}`);
  const moodle = Buffer.from(`Identifier,ID number,Grade,Feedback\n${cell},s1,,${cell}\n`);
  expect(fillMoodle(moodle, 'm.csv', sheet, { assignment: 'lab' }).content.toString()).toBe(
    moodle.toString().replace('s1,,', 's1,5,'),
  );
});

test.each(HOSTILE)('columns for people with $name come back as they were', ({ text }) => {
  const columns = [{ key: 'lab', maxPoints: 10, excusable: true }];
  const rows = [{ id: 1, name: text, values: [5] }];
  const file = Buffer.from(writeManual(columns, rows).replaceAll('\0', ''));
  expect(readManual(file, 'm.csv', columns, rows)).toEqual({ changes: [], conflicts: [] });
});

test.each(HOSTILE)('an owner, a section or a path that is $name stays in its folder', ({ text }) => {
  const submission = { owner: text, fullName: text, section: text, handedInAt: new Date(0) };
  const files = likenessTree([{ ...submission, files: tree([[`${text}/a.go`, Buffer.from('package a')]]) }], tree([]));
  for (const path of files.keys()) {
    expect(path).toMatch(/^[A-Za-z0-9._/-]+$/);
    expect(path.split('/').some((part) => part === '' || part.startsWith('.') || part.startsWith('-'))).toBe(false);
  }
  expect(safeName(safeName(text))).toBe(safeName(text));
  expect(unseenIn(safeName(text))).toEqual([]);
});
