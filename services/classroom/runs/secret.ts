import { randomBytes } from 'node:crypto';
import { execute, maybe, one, type Queryable } from '#services/platform/database.ts';

/**
 * The secret from which seeds of runs are derived: the configured one, else one made by whoever comes first and kept
 * for all. It must stay the same, or equal code would draw another seed.
 */
export async function serverSecret(db: Queryable, configured: string | undefined): Promise<string> {
  if (configured !== undefined) return configured;
  const made = randomBytes(32).toString('hex');
  await execute(db, `insert into setting (key, value) values ('secret', $1) on conflict do nothing`, [made]);
  return (await one<{ value: string }>(db, `select value from setting where key = 'secret'`)).value;
}

/** The secret that is kept, or undefined before anybody made one; writes nothing. */
export async function keptSecret(db: Queryable): Promise<string | undefined> {
  return (await maybe<{ value: string }>(db, `select value from setting where key = 'secret'`))?.value;
}
