import { CsvError, parse } from 'csv-parse/sync';
import { InvalidInput } from '#services/platform/errors.ts';
import { decodeCsv } from './decode.ts';

/** A row of a CSV file. */
export interface CsvRow {
  /** Line of the file in which it begins, from 1. */
  readonly line: number;
  /** Among all records of the file, empty ones included, from 0. */
  readonly index: number;
  readonly cells: readonly string[];
}

/** A CSV file: its first row, and those below. */
export interface CsvTable {
  /** As people call it in problems. */
  readonly file: string;
  readonly delimiter: Delimiter;
  readonly header: CsvRow;
  /** Without empty ones. */
  readonly rows: readonly CsvRow[];
}

export type Delimiter = ',' | ';' | '\t';

const MAX_ROWS = 20_000;

/**
 * Reads CSV as spreadsheets and learning platforms write it: UTF-8 with or without byte order mark, commas, semicolons
 * or tabs, any line ends. Throws InvalidInput with line and reason.
 */
export function readCsv(bytes: Uint8Array, file: string): CsvTable {
  const text = decodeCsv(bytes, file);
  const delimiter = delimiterOf(text);
  const rows = recordsOf(text, delimiter, file).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  // Excel's own way of naming the delimiter.
  if (/^sep=.?$/.test(rows[0]?.cells.join(delimiter) ?? '')) rows.shift();
  const [header, ...below] = rows;
  if (!header) throw problem(file, 0, 'is empty; its first row must name the columns');
  if (below.length > MAX_ROWS) throw problem(file, 0, `has ${below.length} rows; at most ${MAX_ROWS} are read`);
  return { file, delimiter, header, rows: below };
}

function recordsOf(text: string, delimiter: Delimiter, file: string): CsvRow[] {
  interface Parsed {
    record: string[];
    info: { lines: number };
  }
  try {
    const parsed = parse(text, {
      ...{ delimiter, bom: true, info: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] },
      max_record_size: 1_000_000,
    }) as unknown as Parsed[];
    const breaks = (cells: readonly string[]) => cells.join('').match(/\r\n|\n|\r/g)?.length ?? 0;
    return parsed.map(({ record, info }, index) => ({ index, line: info.lines - breaks(record), cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw problem(file, Number(error.lines) || 0, `${inWords(error.code)}`);
  }
}

function inWords(code: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'opens a quotation mark (") that is never closed';
  if (code === 'INVALID_OPENING_QUOTE' || code === 'CSV_INVALID_CLOSING_QUOTE')
    return 'has a quotation mark (") inside a cell; write "" for each, and one around the cell';
  if (code === 'CSV_MAX_RECORD_SIZE') return 'has a row of more than a million characters';
  return 'is not CSV';
}

/** The one that is most often in the first line, outside quotation marks. */
function delimiterOf(text: string): Delimiter {
  const named = /^\uFEFF?sep=([,;\t])\r?\n/.exec(text)?.[1];
  if (named) return named as Delimiter;
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter) => line.split(delimiter).length;
  return (['\t', ';', ','] as const).reduce((best, each) => (count(each) >= count(best) ? each : best));
}

function problem(file: string, line: number, message: string): InvalidInput {
  return new InvalidInput([{ file, line, column: line > 0 ? 1 : 0, field: '', message }]);
}
