/**
 * Canvas's gradebook as CSV, after its importer (lib/gradebook_importer.rb of canvas-lms): the first cells must be
 * `Student` and `ID`, `Section` ends what is about people, every later head is an assignment, by `Title (id)` or by its
 * title; an unknown title becomes a new assignment. People are found by ID, SIS User ID, SIS Login ID, then by name.
 */
import { readNumber, rounded } from '#services/classroom/csv/number.ts';
import { type CsvRow, type CsvTable, readCsv } from '#services/classroom/csv/read.ts';
import { type Cell, writeCsv } from '#services/classroom/csv/write.ts';
import { cleaned } from '#services/classroom/roster/clean.ts';
import { assignmentOf, type Filled, fill, refused } from './fill.ts';
import { type GradeSheet, gradeCell, type SheetAssignment } from './sheet.ts';

const PEOPLE = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];

/** Heads that contain one of these are never assignments to Canvas. */
const COMPUTED = /(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)/;

/** A file of its own for Canvas's import: every assignment, excused as `EX`, no grade as an empty cell. */
export function canvasCsv({ assignments, students }: GradeSheet): string {
  const heads = assignments.map(({ title, slug }) => (COMPUTED.test(title) ? slug : title));
  const points: Cell[] = ['    Points Possible', '', '', '', '', ...assignments.map((a) => rounded(a.maxPoints))];
  const rows = students.map(({ name, institutionId, email, section, grades }): Cell[] => [
    ...[name, '', institutionId ?? '', email ?? '', section ?? ''],
    ...assignments.map((_, i) => gradeCell(grades[i], 'EX')),
  ]);
  return writeCsv([[...PEOPLE, ...heads], points, ...rows]);
}

export interface FillOptions {
  /** Slug of the assignment whose grades are filled in. */
  readonly assignment: string;
  /** Head of the column in the file; by default the one of the assignment's title. */
  readonly column?: string | undefined;
}

/** Fills an assignment's column of an export of Canvas. Throws InvalidInput where the file or the column is none. */
export function fillCanvas(bytes: Uint8Array, file: string, sheet: GradeSheet, options: FillOptions): Filled {
  const table = readCsv(bytes, file);
  const cells = table.header.cells.map(cleaned);
  const section = cells.findIndex((cell) => cell.includes('Section'));
  const names = cells[0] === 'LastName' && cells[1] === 'FirstName';
  if (section < 2 || !(names || cells[0]?.includes('Student'))) {
    throw refused(
      file,
      table.header.line,
      1,
      "is no export of Canvas's gradebook; its columns begin with Student, ID, and Section",
    );
  }
  const assignment = assignmentOf(sheet, options.assignment, file);
  const column = columnOf(table, cells, section + 1, assignment, options.column);
  const above = table.rows.find((row) => row.cells[0]?.includes('Points Possible'));
  const points = above?.cells[column] ?? '';
  if (/read\s+only/.test(points))
    throw refused(file, above!.line, column + 1, `${cells[column]} is read only in Canvas; choose another column`);
  const filled = fill(bytes, table, sheet, assignment, {
    ...{ column, excused: 'EX' },
    keys: (row) => (isPerson(row) ? keysOf(row, cells, names) : undefined),
  });
  const theirs = readNumber(points);
  const differs = theirs !== undefined && theirs !== rounded(assignment.maxPoints);
  const note = `Canvas has ${theirs} points for ${cells[column]}, here it is worth ${rounded(assignment.maxPoints)}`;
  return { ...filled, notes: [...(differs ? [note] : []), ...filled.notes] };
}

function columnOf(
  { file, header }: CsvTable,
  cells: string[],
  from: number,
  { title }: SheetAssignment,
  wanted?: string,
) {
  const plain = (text: string) => text.trim().toLowerCase();
  const heads = cells
    .map((cell, column) => ({ cell, column }))
    .filter(({ cell, column }) => column >= from && !COMPUTED.test(cell));
  const name = wanted ?? title;
  const same = heads.filter(
    ({ cell }) => plain(cell) === plain(name) || plain(cell.replace(/\s*\(\d+\)$/, '')) === plain(name),
  );
  if (same.length === 1) return same[0]!.column;
  const some =
    heads
      .slice(0, 20)
      .map(({ cell }) => cell)
      .join(', ') || 'no assignments';
  const message =
    same.length > 1
      ? `names ${name} ${same.length} times; say which: ${some}`
      : `has no column ${name}; it has ${some}`;
  throw refused(file, header.line, 1, message);
}

/** Besides the points, Canvas writes a row of what is posted by hand. */
function isPerson({ cells }: CsvRow): boolean {
  return (
    !cells[0]?.includes('Points Possible') && !cells.every((cell) => /^\s*(Muted|Manual Posting.*)?\s*$/i.test(cell))
  );
}

function keysOf({ cells }: CsvRow, heads: readonly string[], names: boolean) {
  const at = (head: string) => cells[heads.indexOf(head)]?.trim() ?? '';
  const ids = [at('SIS User ID'), at('SIS Login ID'), at('ID')].filter(Boolean);
  const name = names ? `${cells[1] ?? ''} ${cells[0] ?? ''}` : (cells[0] ?? '');
  return { ids, emails: ids.filter((id) => id.includes('@')), names: [name.trim()] };
}
