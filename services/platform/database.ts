import { channel } from 'node:diagnostics_channel';
import pg from 'pg';
import { parameter } from './storable.ts';

/** How long a transaction waited for a connection of which pool. */
export interface ConnectionWait {
  /** Its name, as PostgreSQL knows it. */
  readonly pool: string;
  readonly seconds: number;
}

/** Tells whoever listens of each ConnectionWait. */
export const connectionWaits = channel('pushmark:connection-wait');

/** Where SQL can be sent: the pool, or one connection inside a transaction. */
export type Queryable = pg.Pool | pg.PoolClient;

/** A pool of connections; close it with `end()`. */
export type Database = pg.Pool;

/** `web` writes decisions, `worker` writes evidence; `owner` migrates. */
export type Role = 'owner' | 'web' | 'worker';

export interface DatabaseOptions {
  /** A `postgres://` URL. */
  readonly url: string;
  readonly role: Role;
  /** Connections at most; 10 unless told. */
  readonly max?: number;
  /** As PostgreSQL is to know it; `pushmark-<role>` unless told. */
  readonly name?: string;
  /** So many connections are opened at once and kept: whoever comes first need not wait for one. */
  readonly ready?: number;
  /** Every write is refused, by PostgreSQL itself. */
  readonly readOnly?: true;
  /** Told of connections that broke while nobody used them; the pool replaces them. */
  readonly onIdleError: (error: Error) => void;
}

/**
 * Opens a pool whose connections act as `pushmark_web` or `pushmark_worker` where that role exists and the login may
 * assume it (see the migration that creates them), and as the login itself otherwise. bigint comes as number: ids of
 * GitHub and counts stay far below 2^53, and one above is an error, never a rounded id.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const assumed = options.role === 'owner' ? undefined : await assumable(options.url, `pushmark_${options.role}`);
  const settings = [...(assumed ? [`-c role=${assumed}`] : []), ...(options.readOnly ? [READ_ONLY] : [])];
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    min: options.ready ?? 0,
    connectionTimeoutMillis: 10_000,
    application_name: options.name ?? `pushmark-${options.role}`,
    // Statements that need nothing of each other are sent together, and answered in their order.
    pipeline: true,
    types: { getTypeParser } as pg.CustomTypesConfig,
    ...(settings.length > 0 && { options: settings.join(' ') }),
  });
  pool.on('error', options.onIdleError);
  const clients = await Promise.all(Array.from({ length: options.ready ?? 0 }, () => pool.connect()));
  for (const client of clients) client.release();
  return pool;
}

/** All rows. */
export async function many<Row>(db: Queryable, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await db.query(sql, values.map(parameter))).rows as Row[];
}

/** The one row, or undefined when there is none; throws when there are more. */
export async function maybe<Row>(
  db: Queryable,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row | undefined> {
  const rows = await many<Row>(db, sql, values);
  if (rows.length > 1) throw new Error(`expected at most one row, got ${rows.length}: ${sql}`);
  return rows[0];
}

/** The one row; throws when there is none, or more. */
export async function one<Row>(db: Queryable, sql: string, values: readonly unknown[] = []): Promise<Row> {
  const row = await maybe<Row>(db, sql, values);
  if (row === undefined) throw new Error(`expected one row, got none: ${sql}`);
  return row;
}

/** Sends a statement whose rows nobody wants; answers how many it touched. */
export async function execute(db: Queryable, sql: string, values: readonly unknown[] = []): Promise<number> {
  return (await db.query(sql, values.map(parameter))).rowCount ?? 0;
}

/** Runs `work` on one connection: commits when it returns, rolls back when it throws. */
export async function transaction<T>(db: Database, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  return withConnection(db, async (client, onBroken) => {
    try {
      const begun = client.query('begin');
      begun.catch(() => undefined); // so does all that comes after it, which tells
      const result = await work(client);
      await begun;
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(onBroken);
      throw error;
    }
  });
}

/**
 * Runs `work` unless another process runs something under this number just now; answers whether it ran. The lock is a
 * connection's, so that one which dies leaves none behind.
 */
export async function alone(db: Database, lock: number, work: () => Promise<void>): Promise<boolean> {
  return withConnection(db, async (client, onBroken) => {
    const { free } = await one<{ free: boolean }>(client, 'select pg_try_advisory_lock($1) as free', [lock]);
    if (!free) return false;
    try {
      await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [lock]).catch(onBroken);
    }
    return true;
  });
}

/** A connection that breaks goes back to no pool; and nobody but us hears of it meanwhile, which would end the process. */
async function withConnection<T>(
  db: Database,
  work: (client: pg.PoolClient, onBroken: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const asked = performance.now();
  const client = await db.connect();
  const wait: ConnectionWait = { pool: db.options.application_name ?? '', seconds: (performance.now() - asked) / 1000 };
  connectionWaits.publish(wait);
  let broken: Error | undefined;
  const onBroken = (error: Error) => {
    broken = error;
  };
  client.on('error', onBroken);
  try {
    return await work(client, onBroken);
  } finally {
    client.off('error', onBroken);
    client.release(broken);
  }
}

const READ_ONLY = '-c default_transaction_read_only=on';

/** Codes of: no such role (invalid_parameter_value), not allowed (insufficient_privilege). */
const CANNOT_ASSUME: ReadonlySet<string> = new Set(['22023', '42501']);

async function assumable(url: string, role: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    // Tried rather than looked up: since PostgreSQL 16 a member may lack the right to SET.
    await client.query(`set role ${pg.escapeIdentifier(role)}`);
    return role;
  } catch (error) {
    if (error instanceof pg.DatabaseError && CANNOT_ASSUME.has(error.code ?? '')) return undefined;
    throw error;
  } finally {
    await client.end();
  }
}

function getTypeParser(oid: number, format?: never): (text: never) => unknown {
  return oid === pg.types.builtins.INT8 ? exact : pg.types.getTypeParser(oid, format);
}

function exact(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`a bigint beyond 2^53 came from the database: ${text}`);
  return value;
}
