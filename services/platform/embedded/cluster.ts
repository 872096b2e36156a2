import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { InfrastructureError } from '../errors.ts';
import { freePort } from '../port.ts';
import type { Account } from './account.ts';
import { type Place, runBinary } from './binaries.ts';

/** One data directory of PostgreSQL: it holds `cluster/`, `password` and `log`. */
export interface Cluster extends Place {
  readonly password: string;
}

/** Makes the cluster where it is missing. A half-made one (we were killed meanwhile) is made again. */
export async function openCluster(directory: string, owner: Account | undefined): Promise<Cluster> {
  await mkdir(directory, { recursive: true });
  if (owner) await chown(directory, owner.uid, owner.gid);
  const passwordFile = join(directory, 'password');
  const known = await readFile(passwordFile, 'utf8').catch(() => undefined);
  const cluster = { directory, owner, password: known ?? randomBytes(18).toString('base64url') };
  if (known && (await exists(join(directory, 'initialised')))) return cluster;
  await rm(dataOf(cluster), { recursive: true, force: true });
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  if (owner) await chown(passwordFile, owner.uid, owner.gid);
  const access = ['--username=pushmark', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await runBinary('initdb', [`--pgdata=${dataOf(cluster)}`, ...access, '--encoding=UTF8', '--locale=C'], cluster);
  await writeFile(join(directory, 'initialised'), '');
  return cluster;
}

/** Starts the server on a port of 127.0.0.1, a free one unless told, and answers the port. It outlives this process. */
export async function startServer(cluster: Cluster, settings: readonly string[], wanted?: number): Promise<number> {
  const port = wanted ?? (await freePort());
  const ours = [`port=${port}`, 'listen_addresses=127.0.0.1', "unix_socket_directories=''", 'max_connections=200'];
  const flags = [...ours, ...settings].map((setting) => `-c ${setting}`).join(' ');
  const log = join(cluster.directory, 'log');
  const where = ['-D', dataOf(cluster), '-l', log];
  await runBinary('pg_ctl', ['start', '-w', '-t', '60', '-s', ...where, '-o', flags], cluster).catch(async (cause) => {
    const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
    throw new InfrastructureError(`PostgreSQL did not start in ${cluster.directory}:\n${lines}`, { cause });
  });
  return port;
}

/** Stops the server; clients that are still connected lose their transaction. `immediate`: as if it had crashed. */
export async function stopServer(cluster: Cluster, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  await runBinary('pg_ctl', ['stop', '-w', '-m', mode, '-s', '-D', dataOf(cluster)], cluster);
}

/** The port of the server that runs on this data directory, or undefined when none does. */
export async function runningPort(cluster: Cluster): Promise<number | undefined> {
  for (let tries = 0; tries < 300; tries++) {
    const state = await readFile(join(dataOf(cluster), 'postmaster.pid'), 'utf8').catch(() => '');
    const port = Number(state.split('\n')[3]);
    if (!port) return undefined;
    const answer = await probe(urlOf(cluster, port, 'postgres'));
    if (answer !== 'busy') return answer === 'ours' ? port : undefined;
    await sleep(100);
  }
  throw new InfrastructureError(`PostgreSQL in ${cluster.directory} neither starts nor stops: see its log`);
}

export function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://pushmark:${cluster.password}@127.0.0.1:${port}/${database}`;
}

function dataOf(cluster: Cluster): string {
  return join(cluster.directory, 'cluster');
}

/** `busy`: starting up or shutting down (57P03). Anything else that refuses us is not this cluster's server. */
async function probe(url: string): Promise<'ours' | 'busy' | 'none'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ours';
  } catch (error) {
    return (error as { code?: string }).code === '57P03' ? 'busy' : 'none';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
