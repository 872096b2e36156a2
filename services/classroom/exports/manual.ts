/**
 * Columns that a person fills in a spreadsheet: grades set by hand, criteria that a person marks. The file says what
 * stood there when it was written, so that a change made elsewhere in the meantime is seen, and never overwritten.
 */
import { readNumber, rounded } from '#services/classroom/csv/number.ts';
import { type CsvTable, readCsv } from '#services/classroom/csv/read.ts';
import { asWritten, writeCsv } from '#services/classroom/csv/write.ts';
import { cleaned } from '#services/classroom/roster/clean.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';

/** What a person may enter: points, excused, or nothing. */
export type ManualValue = number | 'excused' | null;

export interface ManualColumn {
  /** Tells columns apart and heads the column, e.g. `m02-gradebook` or `m02-gradebook/docs`. */
  readonly key: string;
  readonly maxPoints: number;
  /** `EX` may be entered. */
  readonly excusable: boolean;
}

export interface ManualRow {
  /** Tells students apart: the number of the participant. */
  readonly id: number;
  readonly name: string;
  /** One for each column, in its order. */
  readonly values: readonly ManualValue[];
}

export interface ManualChange {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  /** What stands there now. */
  readonly before: ManualValue;
  readonly after: ManualValue;
}

/** Changed here and in the file since it was written: a person chooses. */
export interface ManualConflict extends ManualChange {
  /** What stood there when the file was written. */
  readonly exported: ManualValue;
}

export interface ManualRead {
  readonly changes: readonly ManualChange[];
  readonly conflicts: readonly ManualConflict[];
}

const WAS = ' (as exported)';

export function writeManual(columns: readonly ManualColumn[], rows: readonly ManualRow[]): string {
  const header = ['id', 'name', ...columns.map(({ key }) => key), ...columns.map(({ key }) => `${key}${WAS}`)];
  const lines = rows.map(({ id, name, values }) => {
    const cells = columns.map((_, i) => cellOf(values[i] ?? null));
    return [id, name, ...cells, ...cells];
  });
  return writeCsv([header, ...lines]);
}

/**
 * Reads it back and says what it would change. `rows` is what stands here now. Throws InvalidInput with every cell that
 * cannot be meant; columns and students that are not in the file stay as they are.
 */
export function readManual(
  bytes: Uint8Array,
  file: string,
  columns: readonly ManualColumn[],
  rows: readonly ManualRow[],
): ManualRead {
  const table = readCsv(bytes, file);
  const heads = table.header.cells.map((cell) => asWritten(cell.trim()));
  if (heads.indexOf('id') < 0)
    throw new InvalidInput([at(table, table.header.line, 1, 'has no column id; take the file that was exported')]);
  const problems: Problem[] = [];
  const found = table.rows.flatMap((line) => {
    const row = rows.find(({ id }) => String(id) === line.cells[heads.indexOf('id')]?.trim());
    if (!row)
      problems.push(
        at(table, line.line, heads.indexOf('id') + 1, 'is no student of this course; leave the ids as they were'),
      );
    return row ? [{ line, row }] : [];
  });
  const changes = found.flatMap(({ line, row }) =>
    columns.flatMap((column, i) => {
      const [index, was] = [heads.indexOf(column.key), heads.indexOf(`${column.key}${WAS}`)];
      if (index < 0) return [];
      const after = valueIn(line.cells[index] ?? '', column);
      const exported =
        was < 0 ? null : valueIn(line.cells[was] ?? '', { ...column, maxPoints: Number.POSITIVE_INFINITY });
      if (after === undefined || exported === undefined) {
        problems.push(at(table, line.line, (after === undefined ? index : was) + 1, wanted(column)));
        return [];
      }
      const before = row.values[i] ?? null;
      return [{ id: row.id, name: row.name, key: column.key, before: same(before), after, exported }];
    }),
  );
  if (problems.length > 0) throw new InvalidInput(problems);
  const meant = changes.filter(({ after, exported, before }) => after !== exported && after !== before);
  const conflicts = meant.filter(({ exported, before }) => exported !== before);
  const clear = meant.filter((change) => !conflicts.includes(change));
  return { changes: clear.map(({ exported, ...change }) => change), conflicts };
}

function same(value: ManualValue): ManualValue {
  return typeof value === 'number' ? rounded(value) : value;
}

function cellOf(value: ManualValue): string | number {
  if (value === null) return '';
  return value === 'excused' ? 'EX' : rounded(value);
}

function valueIn(cell: string, { maxPoints, excusable }: ManualColumn): ManualValue | undefined {
  const text = cell.trim();
  if (text === '') return null;
  if (text.toUpperCase() === 'EX') return excusable ? 'excused' : undefined;
  const points = readNumber(text);
  return points === undefined || points < 0 || points > maxPoints ? undefined : rounded(points);
}

function wanted({ maxPoints, excusable }: ManualColumn): string {
  return `must be points from 0 to ${rounded(maxPoints)}, ${excusable ? 'EX for excused, ' : ''}or empty`;
}

function at({ file, header }: CsvTable, line: number, column: number, message: string): Problem {
  return { file, line, column, field: cleaned(header.cells[column - 1] ?? '').slice(0, 80), message };
}
