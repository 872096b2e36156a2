import { stripVTControlCharacters, styleText } from 'node:util';

/** Colours where the stream is a terminal that wants them. */
export type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

export function styleFor(stream: NodeJS.WritableStream): Style {
  return (format, text) => styleText(format, text, { stream });
}

/** Columns of equal width; the last one is left as it is. `right` names columns whose cells are numbers. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? '')))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
        return right.includes(column) ? pad + cell : column === row.length - 1 ? cell : cell + pad;
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function widthOf(cell: string): number {
  return Array.from(stripVTControlCharacters(cell)).length;
}
