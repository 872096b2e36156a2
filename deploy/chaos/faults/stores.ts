import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { one } from '#services/platform/database.ts';
import type { Ground } from '../ground.ts';
import { type Fault, proven, refused } from './fault.ts';
import { grading } from './processes.ts';

export async function flushRedis({ redis }: Ground): Promise<string> {
  const client = new Redis(redis.url);
  const before = await client.dbsize();
  await client.flushall();
  client.disconnect();
  return proven(before > 0, `${before} keys of Redis were emptied`);
}

export const redisFlushed: Fault = {
  name: 'redis-flushed',
  async inject(ground, burst) {
    await burst();
    return flushRedis(ground);
  },
};

/** Redis is killed and comes back empty after so long; pushes come meanwhile. */
export async function stopRedis({ redis }: Ground, seconds: number, burst: () => Promise<void>): Promise<string> {
  await redis.kill();
  const client = new Redis(redis.url, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  const away = await refused(client.connect());
  client.disconnect();
  await Promise.all([burst(), sleep(seconds * 1000)]);
  await redis.start();
  return proven(away, `pushes came while Redis refused connections${seconds ? ` for ${seconds} s` : ''}`);
}

export const redisStopped: Fault = {
  name: 'redis-stopped',
  inject: (ground, burst) => stopRedis(ground, 20, burst),
};

/** PostgreSQL crashes while runs are graded and is away while pushes come; GitHub has to be asked for these. */
export async function crashPostgres({ database }: Ground, burst: () => Promise<void>): Promise<string> {
  const started = () => one<{ at: Date }>(database.owner, 'select pg_postmaster_start_time() as at');
  const before = await started();
  await database.crash();
  const away = await refused(database.owner.query('select 1'));
  await burst();
  await database.start();
  const again = (await started()).at > before.at;
  return proven(away && again, 'PostgreSQL crashed with runs under way and refused connections while pushes came');
}

export const postgresRestarted: Fault = {
  name: 'postgres-restarted',
  async inject(ground, burst) {
    await burst();
    await grading(ground);
    return crashPostgres(ground, burst);
  },
};
