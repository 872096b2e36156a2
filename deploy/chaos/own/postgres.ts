import { join } from 'node:path';
import { type Database, openDatabase } from '#services/platform/database.ts';
import { account } from '#services/platform/embedded/account.ts';
import { openCluster, startServer, stopServer, urlOf } from '#services/platform/embedded/cluster.ts';
import { migrate } from '#services/platform/migrate.ts';

/** A PostgreSQL of the chaos run's own, which may therefore be stopped. */
export interface OwnPostgres {
  readonly owner: Database;
  /** Addresses with nothing but a role's rights, as every machine should have. */
  readonly webUrl: string;
  readonly workerUrl: string;
  /** As a crash does it: whatever was under way is lost. */
  crash(): Promise<void>;
  /** On the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A crash of the server loses nothing without fsync; only one of the machine would. */
const SETTINGS = ['fsync=off', 'full_page_writes=off'];

export async function ownPostgres(folder: string): Promise<OwnPostgres> {
  const cluster = await openCluster(join(folder, 'postgres'), await account());
  const port = await startServer(cluster, SETTINGS);
  const url = urlOf(cluster, port, 'postgres');
  const owner = await openDatabase({ url, role: 'owner', onIdleError: () => undefined });
  await migrate(owner);
  const login = async (role: string) => {
    await owner.query(`create role ${role} login password '${cluster.password}' in role pushmark_${role}`);
    return Object.assign(new URL(url), { username: role }).href;
  };
  return {
    ...{ owner, webUrl: await login('web'), workerUrl: await login('worker') },
    crash: () => stopServer(cluster, 'immediate'),
    start: async () => void (await startServer(cluster, SETTINGS, port)),
    async close() {
      await owner.end();
      await stopServer(cluster);
    },
  };
}
