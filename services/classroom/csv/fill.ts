import { decodeCsv } from './decode.ts';
import type { CsvRow, CsvTable } from './read.ts';

/** A cell in the text of a CSV file, quotation marks included. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The same file with other cells in one column (from 0), every other byte as it was. `cellFor` answers a row's new
 * cell, or undefined to leave it; a row that is too short for the column is left.
 */
export function fillColumn(
  bytes: Uint8Array,
  table: CsvTable,
  column: number,
  cellFor: (row: CsvRow) => string | undefined,
): Buffer {
  const text = decodeCsv(bytes, table.file);
  const spans = spansOf(text, table.delimiter);
  const pieces: string[] = [];
  let done = 0;
  for (const row of table.rows) {
    const span = spans[row.index]?.[column];
    const cell = span && cellFor(row);
    if (span === undefined || cell === undefined) continue;
    pieces.push(text.slice(done, span.start), quotedAs(text.slice(span.start, span.end), cell));
    done = span.end;
  }
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb ? '\uFEFF' : '';
  return Buffer.from(`${mark}${pieces.join('')}${text.slice(done)}`);
}

/** In quotation marks where the old cell was, or where it must be. */
function quotedAs(before: string, cell: string): string {
  return before.startsWith('"') || /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Of every record, empty lines included, as `readCsv` counts them. The text is valid CSV. */
function spansOf(text: string, delimiter: string): Span[][] {
  const records: Span[][] = [[]];
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    if (quoted && at < text.length) continue;
    if (sign !== undefined && sign !== delimiter && sign !== '\n' && sign !== '\r') continue;
    records.at(-1)!.push({ start, end: at });
    if (sign === '\r' && text[at + 1] === '\n') at++;
    if (sign !== delimiter && sign !== undefined) records.push([]);
    start = at + 1;
  }
  return records;
}
