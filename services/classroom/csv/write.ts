import { stringify } from 'csv-stringify/sync';

/** A cell: text, of which nobody knows what it holds; or a number of ours. */
export type Cell = string | number | undefined;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

export interface WriteOptions {
  /** Excel reads UTF-8 only with a byte order mark. Not for learning platforms. */
  readonly bom?: boolean;
}

/** Rows as CSV (RFC 4180, UTF-8, line feeds), text made harmless for spreadsheets, numbers as they are. */
export function writeCsv(rows: readonly (readonly Cell[])[], { bom = false }: WriteOptions = {}): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell)));
  return stringify(cells, { bom, quoted_match: /[;\t\r]/, record_delimiter: '\n' });
}

/** Text that no spreadsheet takes for a formula: such text gets an apostrophe in front. */
export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that `harmless` was given. */
export function asWritten(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
