import { execute, maybe, type Queryable } from '#services/platform/database.ts';

/** Where a reader of something long has come to, kept over restarts. `name` is its own. */
export async function readPlace<Place>(db: Queryable, name: string): Promise<Place | undefined> {
  const row = await maybe<{ value: string }>(db, 'select value from setting where key = $1', [`place/${name}`]);
  return row && (JSON.parse(row.value) as Place);
}

export async function keepPlace(db: Queryable, name: string, place: object): Promise<void> {
  const sql = 'insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value';
  await execute(db, sql, [`place/${name}`, JSON.stringify(place)]);
}
