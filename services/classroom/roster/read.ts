import { type CsvRow, type CsvTable, readCsv } from '#services/classroom/csv/read.ts';
import { asWritten } from '#services/classroom/csv/write.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { cleaned, fieldOf, isEmail } from './clean.ts';
import { type Columns, recognise, type Told } from './columns.ts';
import { COLUMN, FIELDS, type Field, type Origin, type RosterFile, type RosterLine } from './person.ts';

/**
 * Reads a file of people: our own export, Canvas, Moodle, GitHub Classroom, Classroom 50, or any CSV whose first row
 * says `name`. Throws InvalidInput with every problem; its column is the number of the CSV column.
 */
export function readRoster(bytes: Uint8Array, file: string): RosterFile {
  const table = readCsv(bytes, file);
  const known = recognise(table);
  if (!known) throw new InvalidInput([unknown(table)]);
  const sources = sourcesOf(known.columns);
  const reader: Reader = { table, ...known, sources, problems: [] };
  const skipped: string[] = [];
  const people: RosterLine[] = [];
  for (const row of table.rows) {
    const why = nobody(known.origin, known.columns, row);
    if (why) skipped.push(`line ${row.line}: ${why}`);
    else people.push(person(reader, row));
  }
  const problems = [...reader.problems, ...twice(table, people, sources)];
  if (problems.length > 0) throw new InvalidInput(problems.sort((a, b) => a.line - b.line));
  const columns = Object.fromEntries([...sources].map(([field, [first]]) => [field, columnOf(known.columns, first)]));
  return { file, origin: known.origin, fields: [...sources.keys()], people, skipped, columns };
}

interface Reader {
  readonly table: CsvTable;
  readonly origin: Origin;
  readonly columns: Columns;
  readonly sources: Sources;
  readonly problems: Problem[];
}

/** Fields of a person, each with the columns that may tell it, the best first. */
type Sources = ReadonlyMap<Field, readonly [Told, ...Told[]]>;

const SOURCES: Readonly<Record<Field, readonly Told[]>> = {
  name: ['name', 'sortable', 'last', 'identifier'],
  email: ['email', 'canvasLogin', 'identifier'],
  institutionId: ['institutionId', 'canvasLogin', 'canvasId', 'identifier'],
  ...{ login: ['login'], section: ['section'], group: ['group'] },
};

function sourcesOf(columns: Columns): Sources {
  const there = FIELDS.map((field) => [field, SOURCES[field].filter((told) => columns.has(told))] as const);
  return new Map(there.flatMap(([field, told]) => (told[0] ? [[field, [told[0], ...told.slice(1)]] as const] : [])));
}

function person(reader: Reader, row: CsvRow): RosterLine {
  const read: Partial<Record<Field, string>> = {};
  for (const [field, told] of reader.sources) {
    const source = told.find((each) => cellFor(reader, row, field, each) !== '');
    if (source === undefined) continue;
    const result = fieldOf(field, cellFor(reader, row, field, source));
    if ('wrong' in result) reader.problems.push(at(reader.table, row, columnOf(reader.columns, source), result.wrong));
    else if (result.value !== undefined) read[field] = result.value;
  }
  if (read.name === undefined && !reader.problems.some(({ line }) => line === row.line)) {
    const column = columnOf(reader.columns, reader.sources.get('name')?.[0] ?? 'name');
    reader.problems.push(at(reader.table, row, column, 'is empty: everybody needs a name'));
  }
  const id = cellOf(reader, row, 'githubId');
  return {
    ...read,
    name: read.name ?? '',
    line: row.line,
    ...(/^[1-9]\d{0,14}$/.test(id) && { githubId: Number(id) }),
  };
}

/** What a column says of a field; empty where it says something else. */
function cellFor(reader: Reader, row: CsvRow, field: Field, told: Told): string {
  const cell = cellOf(reader, row, told);
  if (field === 'name') {
    if (told === 'last') return `${cellOf(reader, row, 'first')} ${cell}`.trim();
    if (told === 'sortable') return cell.replace(/^([^,]+),\s*([^,]+)$/, '$2 $1');
    return cell;
  }
  if (told === 'canvasLogin' || told === 'identifier') {
    // An identifier is whatever the teacher chose: an address, a number, or a name, which nothing is to be known by.
    if ((field === 'email') !== isEmail(cell)) return '';
    return field === 'institutionId' && /\s/.test(cell) ? '' : cell;
  }
  return cell;
}

function cellOf({ columns, origin }: Pick<Reader, 'columns' | 'origin'>, row: CsvRow, told: Told): string {
  const cell = row.cells[columns.get(told) ?? -1]?.trim() ?? '';
  return origin === 'pushmark' ? asWritten(cell) : cell;
}

function nobody(origin: Origin, columns: Columns, row: CsvRow): string | undefined {
  if (origin !== 'canvas') return undefined;
  if (row.cells[0]?.includes('Points Possible')) return 'the points possible';
  const name = row.cells[columns.get('sortable') ?? -1]?.trim();
  return name === 'Student, Test' ? "Canvas's test student" : undefined;
}

/** People of one file that share what tells people apart. */
function twice(table: CsvTable, people: readonly RosterLine[], sources: Sources): Problem[] {
  return (['institutionId', 'email', 'login'] as const).flatMap((field) => {
    const first = new Map<string, number>();
    return people.flatMap((one) => {
      const value = one[field]?.toLowerCase();
      const line = value === undefined ? undefined : first.get(value);
      if (value !== undefined && line === undefined) first.set(value, one.line);
      if (line === undefined || !sources.has(field)) return [];
      const message = `${one[field]} stands in line ${line} as well; each person has an own one, on one line`;
      return [{ file: table.file, line: one.line, column: 1, field: COLUMN[field], message }];
    });
  });
}

function columnOf(columns: Columns, told: Told): number {
  return (columns.get(told) ?? 0) + 1;
}

function at(table: CsvTable, row: CsvRow, column: number, message: string): Problem {
  return {
    file: table.file,
    line: row.line,
    column,
    field: cleaned(table.header.cells[column - 1] ?? '').slice(0, 60),
    message,
  };
}

function unknown({ file, header }: CsvTable): Problem {
  const message = `names no column for people; have at least name, and any of ${FIELDS.slice(1)
    .map((field) => COLUMN[field])
    .join(', ')}; or take an export of Canvas, Moodle or GitHub Classroom`;
  return { file, line: header.line, column: 1, field: '', message };
}
