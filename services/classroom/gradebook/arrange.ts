import type { GradebookRow, GradebookTable } from './table.ts';

/** Which rows are shown, and in which order. */
export interface Arrangement {
  /** Words that name, login or section contain. */
  readonly search: string;
  /** Empty: all. */
  readonly section: string;
  /** `name`, `total`, or the slug of an assignment; anything else is `name`. */
  readonly sort: string;
  readonly descending: boolean;
}

/** The rows that were asked for. Who has no grade in the column stands last either way. */
export function arranged(table: GradebookTable, { search, section, sort, descending }: Arrangement): GradebookTable {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const rows = table.rows.filter(
    (row) => (section === '' || row.sections.includes(section)) && words.every((word) => textOf(row).includes(word)),
  );
  return { ...table, rows: rows.sort(orderOf(table, sort, descending)) };
}

function orderOf(table: GradebookTable, sort: string, descending: boolean) {
  const way = descending ? -1 : 1;
  const column = table.columns.findIndex(({ slug }) => slug === sort);
  const byName = (a: GradebookRow, b: GradebookRow) => compareNames(a.name, b.name);
  if (column < 0 && sort !== 'total') return (a: GradebookRow, b: GradebookRow) => way * byName(a, b);
  const pointsOf = ({ cells, total }: GradebookRow) => (column < 0 ? total.soFar : cells[column]?.points);
  return (a: GradebookRow, b: GradebookRow) => {
    const [one, other] = [pointsOf(a), pointsOf(b)];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return way * (one - other) || byName(a, b);
  };
}

const { compare: compareNames } = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** What a search looks through. */
function textOf({ name, login, sections }: GradebookRow): string {
  return plain([name, login ?? '', ...sections].join('\n'));
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
