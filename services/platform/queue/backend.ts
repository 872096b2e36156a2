import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  getDefaultBackendFactory,
  runMigrations,
} from 'bullmq';
import pg from 'pg';
import { InfrastructureError } from '../errors.ts';

/** Redis where there is one, else the database that we have anyway. */
export type BackendOptions = { readonly redisUrl: string } | { readonly databaseUrl: string };

/** What Queue and Worker of BullMQ are constructed with. */
export interface Backend {
  readonly factory: BackendFactory;
  readonly producer: { readonly connection: ConnectionOptions };
  readonly consumer: { readonly connection: ConnectionOptions };
  readonly shared: { readonly prefix?: string };
}

export async function connect(options: BackendOptions): Promise<Backend> {
  return 'redisUrl' in options ? redis(options.redisUrl) : postgres(options.databaseUrl);
}

function redis(url: string): Backend {
  return {
    factory: getDefaultBackendFactory(),
    // A ring that Redis does not take within one retry is given up; a listener waits for Redis for ever.
    producer: { connection: { url, maxRetriesPerRequest: 1 } },
    consumer: { connection: { url, maxRetriesPerRequest: null } },
    shared: { prefix: 'pushmark' },
  };
}

/** Migrates first: a BullMQ worker on an empty database spins on its error until the heap is full. */
async function postgres(url: string): Promise<Backend> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await runMigrations(client as never);
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError) || cause.code !== '42501') throw cause;
    const words = 'this login may not keep the queue in PostgreSQL: set REDIS_URL, or use the login of the owner';
    throw new InfrastructureError(words, { cause });
  } finally {
    await client.end();
  }
  // BullMQ's types know one kind of connection at a time; these two belong together.
  const factory = createPostgresBackend as unknown as BackendFactory;
  // A ring may get lost, so none waits for the disk, where deliveries' commits wait their turn.
  const options = '-c synchronous_commit=off';
  const connection = {
    connectionString: url,
    max: 3,
    application_name: 'pushmark-queue',
    options,
  } as ConnectionOptions;
  return { factory, producer: { connection }, consumer: { connection }, shared: {} };
}
