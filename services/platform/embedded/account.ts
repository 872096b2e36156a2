import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { InfrastructureError } from '../errors.ts';

const run = promisify(execFile);

/** The operating system account that a PostgreSQL server runs under when we are root, which it refuses. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** undefined when we are not root: the server then runs as ourselves. Creates the system account where it is missing. */
export async function account(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? create();
}

/** Whether the account may enter every folder above a path; false e.g. for what lies in `/root`. */
export async function reachable(path: string, who: Account): Promise<boolean> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const enter = uid === who.uid ? 0o100 : gid === who.gid ? 0o010 : 0o001;
    if (!(mode & enter)) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function create(): Promise<Account> {
  const args = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'];
  try {
    await run('useradd', args);
  } catch (cause) {
    const mend = 'create it, run Pushmark as another user than root, or set DATABASE_URL to a PostgreSQL server';
    throw new InfrastructureError(`PostgreSQL does not run as root, and no account "postgres" could be made: ${mend}`, {
      cause,
    });
  }
  const made = await lookUp();
  if (!made) throw new InfrastructureError('the account "postgres" was made and then not found');
  return made;
}
