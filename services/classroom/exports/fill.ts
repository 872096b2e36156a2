/** Fills one column of a file that another system wrote, and gives the file back with nothing else changed. */
import { fillColumn } from '#services/classroom/csv/fill.ts';
import type { CsvRow, CsvTable } from '#services/classroom/csv/read.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { type RowKeys, studentFinder } from './match.ts';
import { type GradeSheet, gradeCell, type SheetAssignment, type SheetGrade, type SheetStudent } from './sheet.ts';

export interface Filled {
  readonly content: Buffer;
  /** Rows that have a grade of ours now. */
  readonly filled: number;
  /** What to know before it is uploaded, in words: rows of nobody we know, students without a row, grades left out. */
  readonly notes: readonly string[];
}

/** How a file of another system is read. */
export interface Layout {
  /** From 0. */
  readonly column: number;
  /** What it writes for excused; undefined: it has no word for that. */
  readonly excused: string | undefined;
  /** Whom a row is about; undefined: nobody. */
  keys(row: CsvRow): RowKeys | undefined;
  /** Why a row's cell must stay as it is. */
  closed?(row: CsvRow): string | undefined;
}

export function fill(
  bytes: Uint8Array,
  table: CsvTable,
  { students, assignments }: GradeSheet,
  assignment: SheetAssignment,
  layout: Layout,
): Filled {
  const index = assignments.indexOf(assignment);
  const find = studentFinder(students);
  const seen = new Set<SheetStudent>();
  const notes: string[] = [];
  let filled = 0;
  const content = fillColumn(bytes, table, layout.column, (row) => {
    const keys = layout.keys(row);
    if (!keys) return undefined;
    const student = find(keys);
    const who = `line ${row.line} (${keys.names[0] || keys.ids[0] || 'no name'})`;
    if (!student || seen.has(student)) {
      notes.push(
        `${who} ${student ? 'is a second line of the same student' : 'is nobody of this course'}: left as it is`,
      );
      return undefined;
    }
    seen.add(student);
    const why = layout.closed?.(row) ?? unsayable(student.grades[index], layout);
    if (why) notes.push(`${who} ${why}: left as it is`);
    const cell = why ? '' : String(gradeCell(student.grades[index], layout.excused ?? ''));
    if (cell === '') return undefined;
    filled++;
    return cell;
  });
  const missing = students.filter((student) => !seen.has(student) && (student.grades[index] ?? null) !== null);
  return {
    content,
    filled,
    notes: [...notes, ...missing.map(({ name }) => `${name} has a grade and no line in this file`)],
  };
}

function unsayable(grade: SheetGrade | undefined, { excused }: Layout): string | undefined {
  return grade === 'excused' && excused === undefined ? 'is excused, which this file has no word for' : undefined;
}

/** The assignment of a sheet; throws InvalidInput where there is none of this slug. */
export function assignmentOf({ assignments }: GradeSheet, slug: string, file: string): SheetAssignment {
  const found = assignments.find((each) => each.slug === slug);
  const known = assignments.map((each) => each.slug).join(', ');
  if (!found)
    throw refused(file, 0, 0, `cannot be filled with ${slug}: assignments with grades are ${known || 'none'}`);
  return found;
}

export function refused(file: string, line: number, column: number, message: string): InvalidInput {
  const problem: Problem = { file, line, column, field: '', message };
  return new InvalidInput([problem]);
}
