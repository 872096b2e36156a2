import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, execute, many, type Queryable, transaction } from './database.ts';
import { InfrastructureError } from './errors.ts';

/** Any number that no one else locks on: "PUSHMARK" as bytes, folded. */
const LOCK = 5_793_048_217;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly digest: string;
  /** It says `-- breaks: …` on a line of its own: versions that do not know it must not go on. */
  readonly breaks: boolean;
}

/** Where this package keeps its migrations. */
export const MIGRATIONS = join(import.meta.dirname, '../../migrations');

/**
 * Brings the database forward: every `0001_….sql` of the folder that it has not seen, in order, all in one transaction
 * under an advisory lock, so that several processes may start at once. Answers the names that were applied. Where nothing
 * is pending it only reads, which every role's login may. A database that is ahead is left as it is, so that machines can
 * be upgraded one after the other: what later versions add does not disturb. Throws when what they did breaks this
 * version, or when a file that was applied has changed since; InfrastructureError when something is pending and this
 * login may not apply it.
 */
export async function migrate(db: Database, folder: string = MIGRATIONS): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const pending = await pendingOf(db, migrations);
  if (pending.length === 0) return [];
  return apply(db, migrations).catch((cause) => {
    if (!(cause instanceof pg.DatabaseError) || cause.code !== INSUFFICIENT_PRIVILEGE) throw cause;
    const names = pending.map(({ name }) => name).join(', ');
    const words = `the database waits for ${names}, which this login may not apply`;
    throw new InfrastructureError(`${words}: run "pushmark migrate" with the address of its owner`, { cause });
  });
}

const INSUFFICIENT_PRIVILEGE = '42501';

async function apply(db: Database, migrations: readonly Migration[]): Promise<string[]> {
  return transaction(db, async (tx) => {
    await execute(tx, 'select pg_advisory_xact_lock($1)', [LOCK]);
    await execute(
      tx,
      `create table if not exists migration (
        name text primary key, digest text not null, applied_at timestamptz not null default now())`,
    );
    await execute(tx, 'alter table migration add column if not exists breaks boolean not null default false');
    const pending = await pendingOf(tx, migrations);
    for (const { name, sql, digest, breaks } of pending) {
      await tx.query(sql);
      const note = 'insert into migration (name, digest, breaks) values ($1, $2, $3)';
      await execute(tx, note, [name, digest, breaks]);
    }
    return pending.map((migration) => migration.name);
  });
}

/** What the database has not seen; throws when what it has seen does not go with these. */
async function pendingOf(db: Queryable, migrations: readonly Migration[]): Promise<Migration[]> {
  const [table] = await many<{ there: boolean }>(db, `select to_regclass('migration') is not null as there`);
  // The first versions had no column `breaks`.
  const sql = `select name, digest, coalesce((to_jsonb(m) ->> 'breaks')::boolean, false) as breaks from migration m`;
  const applied = table?.there ? await many<Applied>(db, sql) : [];
  check(migrations, applied);
  const seen = new Set(applied.map((row) => row.name));
  return migrations.filter((migration) => !seen.has(migration.name));
}

/** Names of migrations that the database has not seen yet; reads only. */
export async function pendingMigrations(db: Database, folder: string = MIGRATIONS): Promise<string[]> {
  return (await pendingOf(db, await readMigrations(folder))).map(({ name }) => name);
}

/** The migrations of a folder, in order. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex'), breaks: /^-- breaks: /m.test(sql) };
    }),
  );
}

type Applied = Pick<Migration, 'name' | 'digest' | 'breaks'>;

function check(migrations: readonly Migration[], applied: readonly Applied[]): void {
  const byName = new Map(migrations.map((migration) => [migration.name, migration.digest]));
  for (const { name, digest, breaks } of applied) {
    if (!byName.has(name) && breaks)
      throw new Error(`the database has migration ${name}, which this version does not know: update Pushmark`);
    if (byName.has(name) && byName.get(name) !== digest)
      throw new Error(`migration ${name} was changed after it was applied: write a new one instead`);
  }
}
