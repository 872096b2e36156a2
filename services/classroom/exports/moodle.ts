/**
 * Moodle's two files. The gradebook's import maps columns by hand: one that tells people apart, one for each grade. The
 * offline worksheet of an assignment is matched by `Identifier` and the names of its columns, which are Moodle's own
 * words in its language, so only a worksheet that Moodle wrote is filled.
 */
import { readNumber, rounded } from '#services/classroom/csv/number.ts';
import { type CsvRow, readCsv } from '#services/classroom/csv/read.ts';
import { type Cell, writeCsv } from '#services/classroom/csv/write.ts';
import type { FillOptions } from './canvas.ts';
import { assignmentOf, type Filled, fill, refused } from './fill.ts';
import { type GradeSheet, gradeCell } from './sheet.ts';

/** A file for Grades → Import → CSV. Moodle has no word for excused: such a cell is empty. */
export function moodleCsv({ assignments, students }: GradeSheet): string {
  const rows = students.map(({ name, institutionId, email, grades }): Cell[] => [
    ...[name, email ?? '', institutionId ?? ''],
    ...assignments.map((_, i) => gradeCell(grades[i], '')),
  ]);
  return writeCsv([['Full name', 'Email address', 'ID number', ...assignments.map(({ title }) => title)], ...rows]);
}

/** The columns of a worksheet, in the languages that we know. */
const HEADS = {
  identifier: ['Identifier', 'ID', 'Identifiant', 'Identificador'],
  grade: ['Grade', 'Bewertung', 'Note', 'Calificación'],
  most: ['Maximum Grade', 'Maximum grade', 'Bestwertung', 'Note maximale', 'Calificación máxima'],
  open: [
    'Grade can be changed',
    'Bewertung kann geändert werden',
    'La note peut être modifiée',
    'La calificación puede cambiarse',
  ],
  email: ['Email address', 'E-Mail-Adresse', 'Adresse de courriel', 'Dirección de correo'],
  id: ['ID number', 'ID-Nummer', "Numéro d'identification", 'Número de ID'],
  name: ['Full name', 'Vollständiger Name', 'Nom complet', 'Nombre completo'],
} as const;

/** Fills the grades of a worksheet that Moodle wrote for one assignment. Throws InvalidInput where it is none. */
export function fillMoodle(bytes: Uint8Array, file: string, sheet: GradeSheet, options: FillOptions): Filled {
  const table = readCsv(bytes, file);
  const heads = table.header.cells.map((cell) => cell.trim());
  const find = (names: readonly string[]) => heads.findIndex((head) => names.includes(head));
  const column = options.column === undefined ? find(HEADS.grade) : heads.indexOf(options.column);
  const people = { email: find(HEADS.email), id: find(HEADS.id), name: find(HEADS.name) };
  if (find(HEADS.identifier) < 0 || column < 0) {
    throw refused(
      file,
      table.header.line,
      1,
      'is no worksheet of Moodle; it has the columns Identifier, Full name, Grade (in the assignment: Download grading worksheet)',
    );
  }
  if (people.email < 0 && people.id < 0 && people.name < 0) {
    throw refused(
      file,
      table.header.line,
      1,
      'names nobody: the assignment is graded anonymously in Moodle, and cannot be filled',
    );
  }
  const assignment = assignmentOf(sheet, options.assignment, file);
  const [most, open] = [find(HEADS.most), find(HEADS.open)];
  for (const row of table.rows) {
    const theirs = readNumber(row.cells[most] ?? '');
    if (theirs === undefined || theirs === rounded(assignment.maxPoints)) continue;
    const message = `has a maximum grade of ${theirs}, and ${assignment.slug} is worth ${rounded(assignment.maxPoints)}; make them the same in Moodle and download it again`;
    throw refused(file, row.line, most + 1, message);
  }
  const at = (row: CsvRow, index: number) => row.cells[index]?.trim() ?? '';
  const one = (row: CsvRow, index: number) => (at(row, index) === '' ? [] : [at(row, index)]);
  return fill(bytes, table, sheet, assignment, {
    ...{ column, excused: undefined },
    keys: (row) => ({ ids: one(row, people.id), emails: one(row, people.email), names: one(row, people.name) }),
    closed: (row) => (/^(no|nein|non)$/i.test(at(row, open)) ? 'cannot be changed in Moodle' : undefined),
  });
}
