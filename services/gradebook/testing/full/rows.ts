import { many, one, type Queryable } from '#services/platform/database.ts';

/** Adds a row of these values; answers its id where the table has one. Objects become JSON, arrays of objects do not. */
export async function add(db: Queryable, table: string, row: Readonly<Record<string, unknown>>): Promise<number> {
  const names = Object.keys(row);
  const sql = `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
    returning to_jsonb(${table}.*) -> 'id' as id`;
  return (await one<{ id: number }>(db, sql, Object.values(row))).id;
}

/** Columns, as `table.column`, that could hold a word and hold it in no row. */
export async function columnsWithout(db: Queryable, word: string): Promise<string[]> {
  const columns = await many<{ table: string; column: string }>(
    db,
    `select c.table_name as table, c.column_name as column
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'migration'
       and (c.data_type in ('text', 'json', 'jsonb') or c.udt_name = '_text') order by 1, 2`,
  );
  const parts = columns.map(
    ({ table, column }) =>
      `select '${table}.${column}' as name where not exists
         (select from ${table} where position($1 in ${column}::text) > 0)`,
  );
  return (await many<{ name: string }>(db, parts.join(' union all '), [word])).map(({ name }) => name);
}
