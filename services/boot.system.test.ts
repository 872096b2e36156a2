import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '#services/platform/config.ts';
import { execute, one } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type TestRedis, testRedis } from '#services/platform/testing/redis.ts';
import { openGround } from './boot.ts';

let database: TestDatabase;
let redis: TestRedis;
let data: string;
beforeAll(async () => {
  [database, redis] = await Promise.all([testDatabase(), testRedis()]);
  data = await mkdtemp(join(tmpdir(), 'pushmark-boot-'));
});
afterAll(async () => {
  await Promise.all([database?.close(), redis?.stop()]);
  await rm(data, { recursive: true });
});

const open = async (role: 'web' | 'worker', settings: NodeJS.ProcessEnv) => {
  const config = await readConfig({ DATABASE_URL: await database.loginOf(role), PUSHMARK_DATA: data, ...settings });
  return openGround(config, openLog('silent'), role, () => undefined);
};

test.each(['web', 'worker'] as const)(
  "a %s process needs no more than its role's own login, and gets no more",
  async (role) => {
    const ground = await open(role, { REDIS_URL: redis.url });
    expect(await one(ground.database, 'select current_user as name')).toEqual({ name: `pushmark_${role}` });
    await expect(execute(ground.database, 'delete from criterion_result')).rejects.toThrow(/permission denied/);
    expect(await ground.bells.grading.reachable()).toBe(true);
    await ground.close();
  },
);

test('without Redis such a process says that it needs one', async () => {
  await expect(open('worker', {})).rejects.toThrow(/set REDIS_URL/);
});
