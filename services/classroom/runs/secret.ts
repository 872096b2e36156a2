import { createHmac, randomBytes } from 'node:crypto';
import { execute, maybe, one, type Queryable } from '#services/platform/database.ts';

/** The server's secret: the configured one, else one made by whoever comes first and kept for all. */
export async function serverSecret(db: Queryable, configured: string | undefined): Promise<string> {
  return configured ?? keepFirst(db, 'secret', randomBytes(32).toString('hex'));
}

/** The secret that is kept, or undefined before anybody made one; writes nothing. */
export async function keptSecret(db: Queryable): Promise<string | undefined> {
  return find(db, 'secret');
}

/**
 * The secret from which seeds of runs are derived. It is made of the server's first one and kept for good: that one may
 * be changed, while equal code must go on drawing the same seed.
 */
export async function seedSecret(db: Queryable, configured: string | undefined): Promise<string> {
  return (await keptSeedSecret(db)) ?? keepFirst(db, 'seeds', await seedSecretOf(db, configured));
}

/** The same, or undefined before anybody has kept it; writes nothing. */
export async function keptSeedSecret(db: Queryable): Promise<string | undefined> {
  return find(db, 'seeds');
}

/** What a configured secret makes the seeds' one; it tells nothing of what else is derived from it. */
export function seedSecretFrom(configured: string): string {
  return createHmac('sha256', configured).update('seeds of runs').digest('hex');
}

async function seedSecretOf(db: Queryable, configured: string | undefined): Promise<string> {
  return configured === undefined ? serverSecret(db, undefined) : seedSecretFrom(configured);
}

/** Whoever comes first decides; answers what is kept. */
async function keepFirst(db: Queryable, key: string, value: string): Promise<string> {
  await execute(db, `insert into setting (key, value) values ($1, $2) on conflict do nothing`, [key, value]);
  return (await one<{ value: string }>(db, `select value from setting where key = $1`, [key])).value;
}

async function find(db: Queryable, key: string): Promise<string | undefined> {
  return (await maybe<{ value: string }>(db, `select value from setting where key = $1`, [key]))?.value;
}
