import { createHash, randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openDatabase, type Role } from '../database.ts';
import { startEmbedded } from '../embedded.ts';
import { MIGRATIONS, migrate, readMigrations } from '../migrate.ts';

/** Durability is of no use to a test, and costs most of its time. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

export interface TestDatabase {
  /** As the owner, who may do everything. */
  readonly url: string;
  readonly owner: Database;
  /** With the rights of the web process and of the worker: what production may do. */
  readonly web: Database;
  readonly worker: Database;
  /** The address for a login that may do what the role may and nothing else, as each machine should have one. */
  loginOf(role: 'web' | 'worker'): Promise<string>;
  /** Empties every table of ours, for the next test of the file. */
  clear(): Promise<void>;
  /** Drops the database; the server stops with its last user. */
  close(): Promise<void>;
}

/**
 * A fresh, migrated database on a real PostgreSQL for one test file. The server is shared by all test processes of this
 * machine's user. Throws when it cannot start: a test that needs it must never pass without it.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const directory = join(tmpdir(), `pushmark-test-postgres-${userInfo().uid}`);
  const server = await startEmbedded({ directory, settings: SETTINGS });
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await administer(server.url, async (client) => {
    await dropAbandoned(client);
    await client.query(`create database ${name} template ${await template(client, server.url)}`);
  });
  const url = withDatabase(server.url, name);
  const open = (role: Role) => openDatabase({ url, role, onIdleError: () => undefined });
  const [owner, web, worker] = await Promise.all([open('owner'), open('web'), open('worker')]);
  const close = async () => {
    await Promise.all([owner.end(), web.end(), worker.end()]);
    await administer(server.url, (client) => client.query(`drop database ${name} with (force)`));
    await server.close();
  };
  const loginOf = (role: 'web' | 'worker') => makeLogin(owner, url, role);
  return { url, owner, web, worker, loginOf, clear: () => clear(owner), close };
}

/** Logins belong to the server, not to the database: there is one of each role, for all tests. */
async function makeLogin(owner: Database, url: string, role: 'web' | 'worker'): Promise<string> {
  const name = `test_${role}`;
  await owner.query(
    `do $$ begin create role ${name} login password 'x' in role pushmark_${role}; exception when duplicate_object or unique_violation then null; end $$`,
  );
  return Object.assign(new URL(url), { username: name, password: 'x' }).href;
}

async function clear(db: Database): Promise<void> {
  const { rows } = await db.query<{ tables: string }>(
    `select string_agg(format('%I', tablename), ', ') as tables from pg_tables
     where schemaname = 'public' and tablename <> 'migration'`,
  );
  await db.query(`truncate ${rows[0]?.tables} restart identity cascade`);
}

/** A migrated database to copy, named after the migrations: copying takes a twentieth of migrating. */
async function template(client: pg.Client, url: string): Promise<string> {
  const migrations = await readMigrations(MIGRATIONS);
  const digest = createHash('sha256').update(JSON.stringify(migrations)).digest('hex');
  const name = `template_${digest.slice(0, 16)}`;
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  if (rowCount) return name;
  await client.query(`create database making_${name}`);
  const db = await openDatabase({
    url: withDatabase(url, `making_${name}`),
    role: 'owner',
    onIdleError: () => undefined,
  });
  await migrate(db).finally(() => db.end());
  await client.query(`alter database making_${name} rename to ${name}`);
  return name;
}

/** Databases of test processes that were killed, and templates that were never finished. */
async function dropAbandoned(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname like 'test\\_%' or datname like 'making\\_%'`,
  );
  for (const { datname } of rows) {
    const pid = Number(datname.split('_')[1]);
    if (!pid || !alive(pid)) await client.query(`drop database ${datname} with (force)`);
  }
}

/** Runs `work` alone among all test processes. */
async function administer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(1)');
    await work(client);
  } finally {
    await client.end();
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function withDatabase(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
