/** PostgreSQL as the system has it installed: a server, and the client programs of its version, which npm does not bring. */
import { execFile } from 'node:child_process';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { account } from '../embedded/account.ts';
import { freePort } from '../port.ts';

const run = promisify(execFile);
const HOME = '/usr/lib/postgresql';
/** What Pushmark needs at least. */
const OLDEST = 15;

export interface InstalledPostgres {
  readonly version: number;
  /** Runs a client program, e.g. `pg_dump`; answers what it printed. */
  client(program: string, ...args: readonly string[]): Promise<string>;
  /** Starts a server with a new data directory; answers the address of its superuser `pushmark`. */
  start(directory: string): Promise<{ readonly url: string; stop(): Promise<void> }>;
}

/** Throws where there is none: a test that needs it must never pass without it. */
export async function installedPostgres(): Promise<InstalledPostgres> {
  const versions = (await readdir(HOME).catch(() => [])).map(Number).filter((version) => version >= OLDEST);
  if (versions.length === 0) throw new Error(`no PostgreSQL ${OLDEST} or newer in ${HOME} (apt install postgresql)`);
  const version = Math.max(...versions);
  const bin = join(HOME, String(version), 'bin');
  return {
    version,
    client: async (program, ...args) => (await run(join(bin, program), [...args], { maxBuffer: 2 ** 26 })).stdout,
    start: (directory) => startIn(bin, directory),
  };
}

/** The folders above must be open to all: where we are root, the server runs as another account. */
async function startIn(bin: string, directory: string) {
  const owner = await account();
  const port = await freePort();
  const server = (program: string, ...args: string[]) => run(join(bin, program), args, { cwd: '/', ...owner });
  await mkdir(directory);
  if (owner) await chown(directory, owner.uid, owner.gid);
  const data = ['--pgdata', join(directory, 'cluster')];
  await server('initdb', ...data, '--username=pushmark', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync');
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', "unix_socket_directories=''", 'fsync=off'];
  const flags = settings.map((setting) => `-c ${setting}`).join(' ');
  await server('pg_ctl', 'start', ...data, '--wait', '--silent', '--log', join(directory, 'log'), '--options', flags);
  return {
    url: `postgres://pushmark@127.0.0.1:${port}/postgres`,
    stop: async () => void (await server('pg_ctl', 'stop', ...data, '--wait', '--silent', '--mode', 'fast')),
  };
}
