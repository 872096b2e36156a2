import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openLog } from './log.ts';
import { type BackendOptions, type Bell, openBell } from './queue.ts';
import { type TestDatabase, testDatabase } from './testing/postgres.ts';
import { type TestRedis, testRedis } from './testing/redis.ts';

let database: TestDatabase;
let redis: TestRedis;
beforeAll(async () => {
  [database, redis] = await Promise.all([testDatabase(), testRedis()]);
});
afterAll(() => Promise.all([database.close(), redis.stop()]));

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Milliseconds: how long is waited for what must come, on a machine that has other things to do. */
const patience = 60_000;
const broken = vi.fn();
const log = openLog('silent');

const backends: [string, () => BackendOptions, () => Promise<unknown>][] = [
  ['Redis', () => ({ redisUrl: redis.url }), () => redis.flush()],
  ['PostgreSQL', () => ({ databaseUrl: database.url }), () => database.owner.query('truncate bullmq.job cascade')],
];

describe.each(backends)('the bell on %s', (_name, backend, empty) => {
  async function open(name: 'grading' | 'reporting' = 'grading'): Promise<Bell> {
    const bell = await openBell({ name, backend: backend(), log, onBroken: broken });
    closers.push(() => bell.close());
    return bell;
  }

  async function listen(bell: Bell, onRing: () => Promise<void>, lanes = 1): Promise<{ close(): Promise<void> }> {
    const listener = await bell.listen(onRing, lanes);
    closers.push(() => listener.close());
    return listener;
  }

  test('a ring wakes a listener, also when it came before the listener did', async () => {
    const bell = await open();
    const heard = vi.fn(async () => undefined);
    await bell.ring();
    await listen(bell, heard);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), patience);
    await bell.ring();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), patience);
  });

  test('says that its backend answers', async () => {
    expect(await (await open()).reachable()).toBe(true);
  });

  test('grading and reporting do not hear each other', async () => {
    const [grading, reporting] = await Promise.all([open('grading'), open('reporting')]);
    const graded = vi.fn(async () => undefined);
    const reported = vi.fn(async () => undefined);
    await listen(grading, graded);
    await listen(reporting, reported);
    await reporting.ring();
    await vi.waitFor(() => expect(reported).toHaveBeenCalledTimes(1), patience);
    expect(graded).not.toHaveBeenCalled();
  });

  test('as many rings are answered at a time as there are lanes, and each is answered once', async () => {
    const bell = await open();
    let now = 0;
    let most = 0;
    let answered = 0;
    const full = Promise.withResolvers<void>();
    const work = async () => {
      most = Math.max(most, ++now);
      if (now === 3) full.resolve();
      await full.promise;
      await sleep(20);
      now--;
      answered++;
    };
    await listen(bell, work, 3);
    await Promise.all(Array.from({ length: 12 }, () => bell.ring()));
    await vi.waitFor(() => expect(answered).toBe(12), patience);
    await sleep(100);
    expect(answered).toBe(12);
    expect(most).toBe(3);
  });

  test('two listeners share the rings', async () => {
    const bell = await open();
    const heard: string[] = [];
    const both = Promise.withResolvers<void>();
    const together = (who: string) => async () => {
      heard.push(who);
      if (new Set(heard).size === 2) both.resolve();
      await both.promise;
    };
    await listen(bell, together('first'));
    await listen(bell, together('second'));
    await Promise.all(Array.from({ length: 10 }, () => bell.ring()));
    await vi.waitFor(() => expect(heard).toHaveLength(10), patience);
    expect(new Set(heard)).toEqual(new Set(['first', 'second']));
  });

  test('a listener that throws hears the next ring', async () => {
    const bell = await open();
    const heard = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('the database was away'));
    await listen(bell, heard);
    await bell.ring();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), patience);
    await bell.ring();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), patience);
  });

  test('closing waits for the ring being answered and takes no other', async () => {
    const bell = await open();
    let began = 0;
    let ended = 0;
    const gate = Promise.withResolvers<void>();
    const listener = await bell.listen(async () => {
      began++;
      await gate.promise;
      ended++;
    }, 1);
    await bell.ring();
    await bell.ring();
    await vi.waitFor(() => expect(began).toBe(1), patience);
    const closed = listener.close();
    gate.resolve();
    await closed;
    expect([began, ended]).toEqual([1, 1]);
    const rest = vi.fn(async () => undefined);
    await listen(bell, rest);
    await vi.waitFor(() => expect(rest).toHaveBeenCalledTimes(1), patience);
  });

  test('an emptied backend rings again', async () => {
    const bell = await open();
    const heard = vi.fn(async () => undefined);
    await listen(bell, heard);
    await empty();
    await bell.ring();
    await vi.waitFor(() => expect(heard).toHaveBeenCalled(), patience);
  });
});

test('no ring waits for a Redis that is away, or fails; it is heard again when it is back', {
  timeout: 150_000,
}, async () => {
  const bell = await openBell({ name: 'grading', backend: { redisUrl: redis.url }, log, onBroken: broken });
  const heard = vi.fn(async () => undefined);
  const listener = await bell.listen(heard, 1);
  await redis.kill();
  await bell.ring();
  await redis.start();
  await vi.waitFor(async () => {
    await bell.ring();
    expect(heard).toHaveBeenCalled();
    // BullMQ waits up to 20 seconds between tries to connect again.
  }, 90_000);
  await listener.close();
  await bell.close();
  expect(broken).not.toHaveBeenCalled();
});

test('what listens to a Redis that is away can be closed', async () => {
  const bell = await openBell({ name: 'grading', backend: { redisUrl: redis.url }, log, onBroken: broken });
  const listener = await bell.listen(async () => undefined, 1);
  await redis.kill();
  try {
    await bell.ring();
    await listener.close();
    await bell.close();
  } finally {
    await redis.start();
  }
});

test('a PostgreSQL that cuts all connections is heard again', async () => {
  const bell = await openBell({ name: 'reporting', backend: { databaseUrl: database.url }, log, onBroken: broken });
  const heard = vi.fn(async () => undefined);
  const listener = await bell.listen(heard, 1);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
  await vi.waitFor(async () => {
    await bell.ring();
    expect(heard).toHaveBeenCalled();
  }, patience);
  await listener.close();
  await bell.close();
  expect(broken).not.toHaveBeenCalled();
});
