/**
 * PostgreSQL without set-up: real binaries from npm and a data directory. The server is a process of its own in its own
 * session, so that Ctrl-C reaches us and not it. Whichever of our processes comes first starts it, others join, and the
 * last to leave stops it; after a crash of ours it is simply still there and is joined again.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { account } from './embedded/account.ts';
import { type Cluster, openCluster, runningPort, startServer, stopServer, urlOf } from './embedded/cluster.ts';
import { withLock } from './embedded/lock.ts';

export interface EmbeddedOptions {
  /** Made when missing; belongs to the account `postgres` when we are root. */
  readonly directory: string;
  /** Settings of postgresql.conf, e.g. `fsync=off` for tests; only the process that starts the server decides. */
  readonly settings?: readonly string[];
}

export interface EmbeddedDatabase {
  /** Of the database `pushmark`, as the superuser `pushmark`. */
  readonly url: string;
  /** Leaves the server, which stops unless another process uses it. Close your own pools first. */
  close(): Promise<void>;
}

/** Starts the server of a directory, or joins it where it already runs. Throws InfrastructureError. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  return withLock(join(directory, 'lock'), async () => {
    const cluster = await openCluster(directory, await account());
    const port = (await runningPort(cluster)) ?? (await startServer(cluster, options.settings ?? []));
    const presence = await enter(urlOf(cluster, port, 'postgres'));
    return {
      url: urlOf(cluster, port, 'pushmark'),
      close: () => withLock(join(directory, 'lock'), () => leave(cluster, presence)),
    };
  });
}

/** One connection for as long as we live: it is what tells the others that the server is in use. */
async function enter(url: string): Promise<pg.Client> {
  const presence = new pg.Client({ connectionString: url, application_name: 'pushmark-presence', keepAlive: true });
  // Whoever works with the database sees its own errors; this connection has nothing to say about them.
  presence.on('error', () => undefined);
  await presence.connect();
  const { rowCount } = await presence.query(`select from pg_database where datname = 'pushmark'`);
  if (!rowCount) await presence.query('create database pushmark');
  return presence;
}

async function leave(cluster: Cluster, presence: pg.Client): Promise<void> {
  const used = await inUse(presence).catch(() => false);
  await presence.end().catch(() => undefined);
  if (!used && (await runningPort(cluster))) await stopServer(cluster);
}

/** Backends of connections that were closed a moment ago take a few milliseconds to end. */
async function inUse(presence: pg.Client): Promise<boolean> {
  const others = `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
  for (let tries = 0; tries < 10; tries++) {
    if (!(await presence.query(others)).rowCount) return false;
    await sleep(50);
  }
  return true;
}
