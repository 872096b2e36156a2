import type { SheetStudent } from './sheet.ts';

/** What a row of another system says of somebody. */
export interface RowKeys {
  /** Numbers and names that an institution gives. */
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  readonly names: readonly string[];
}

/** Finds the student of a row: by id, else by e-mail, else by a name that nobody else has. */
export function studentFinder(students: readonly SheetStudent[]): (row: RowKeys) => SheetStudent | undefined {
  const ids = only(students, ({ institutionId }) => institutionId);
  const emails = only(students, ({ email }) => email);
  const names = only(students, ({ name }) => wordsOf(name));
  return (row) =>
    first(ids, row.ids) ?? first(emails, [...row.emails, ...row.ids]) ?? first(names, row.names.map(wordsOf));
}

function only(students: readonly SheetStudent[], key: (student: SheetStudent) => string | undefined) {
  const groups = Map.groupBy(students, (student) => key(student)?.toLowerCase() ?? '');
  groups.delete('');
  return new Map(
    [...groups].flatMap(([value, [one, ...others]]) => (one && others.length === 0 ? [[value, one]] : [])),
  );
}

function first(index: ReadonlyMap<string, SheetStudent>, keys: readonly string[]): SheetStudent | undefined {
  return keys.map((key) => index.get(key.trim().toLowerCase())).find((student) => student !== undefined);
}

/** `Lovelace, Ada` and `Ada Lovelace` are one. */
function wordsOf(name: string): string {
  return name
    .replace(/^([^,]+),\s*([^,]+)$/, '$2 $1')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
