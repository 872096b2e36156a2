import type { GradebookTable } from './table.ts';

/** What a column says of those who are shown. */
export interface ColumnStatistics {
  /** Of points; undefined where nobody is graded. */
  readonly mean: number | undefined;
  readonly median: number | undefined;
  readonly handedIn: number;
  /** With every point. */
  readonly full: number;
}

/** One for each column, over the rows that are shown. Who is excused or has no points yet is in no mean. */
export function columnStatistics({ columns, rows }: Pick<GradebookTable, 'columns' | 'rows'>): ColumnStatistics[] {
  return columns.map((_, i) => {
    const cells = rows.flatMap(({ cells }) => cells[i] ?? []);
    const values = cells.flatMap(({ points }) => points ?? []);
    return {
      ...averages(values),
      handedIn: cells.filter(({ handedIn }) => handedIn).length,
      full: cells.filter(({ points, maxPoints }) => points !== undefined && maxPoints > 0 && points >= maxPoints)
        .length,
    };
  });
}

/** Mean and median; undefined of nothing. */
export function averages(values: readonly number[]): Pick<ColumnStatistics, 'mean' | 'median'> {
  if (values.length === 0) return { mean: undefined, median: undefined };
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, median: (low + high) / 2 };
}
