import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { InfrastructureError } from '#services/platform/errors.ts';
import type { Opened } from './container.ts';
import { openPool, type PoolOptions } from './pool.ts';
import type { ContainerSpec } from './sandbox.ts';

function spec(memoryBytes = 100, image = 'i'): ContainerSpec {
  return { image, profile: 'run', limits: { memoryBytes, cpus: 1, processes: 10 } };
}

/** An engine that counts what it made and gave up. */
function engine(options: Partial<PoolOptions> = {}) {
  const made: Opened[] = [];
  const discarded: Opened[] = [];
  const adapted: ContainerSpec[] = [];
  const troubles: string[] = [];
  const state = { broken: false };
  const fail = () => {
    if (state.broken) throw new InfrastructureError('Docker is away');
  };
  const supply = {
    async open(wanted: ContainerSpec) {
      await turn();
      fail();
      const opened = { spec: wanted, container: {}, stream: new PassThrough() } as unknown as Opened;
      made.push(opened);
      return opened;
    },
    async adapt(opened: Opened, wanted: ContainerSpec) {
      fail();
      adapted.push(wanted);
      return { ...opened, spec: wanted };
    },
    async discard(opened: Opened) {
      discarded.push(opened);
    },
  };
  const onTrouble = (error: Error) => troubles.push(error.message);
  const pool = openPool(supply, { size: 2, pauseMs: 1, onTrouble, ...options });
  return { pool, made, discarded, adapted, troubles, state };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

test('a container that waits is taken once, and the next one is another', async () => {
  const { pool, made } = engine();
  await pool.fill(spec());
  expect(await Promise.all([pool.take(spec()), pool.take(spec()), pool.take(spec())])).toEqual([
    made[0],
    made[1],
    undefined,
  ]);
  await pool.fill(spec());
  expect([made.length, pool.ready()]).toEqual([4, 2]);
});

test('filling twice at once makes no more than are wanted', async () => {
  const { pool, made } = engine();
  await Promise.all([pool.fill(spec()), pool.fill(spec())]);
  expect([made.length, pool.ready()]).toEqual([2, 2]);
});

test('one with the right limits is preferred; where there is none, the limits are changed', async () => {
  const { pool, made, adapted } = engine();
  await pool.fill(spec(100));
  await pool.take(spec(100));
  await pool.fill(spec(200));
  expect(await pool.take(spec(200))).toBe(made[2]);
  expect(adapted).toEqual([]);
  expect(await pool.take(spec(300))).toMatchObject({ spec: spec(300), stream: made[1]?.stream });
});

test('an image never gets a container of another one', async () => {
  const { pool } = engine();
  await pool.fill(spec(100, 'a'));
  expect(await pool.take(spec(100, 'b'))).toBeUndefined();
  expect(await pool.take({ ...spec(100, 'a'), profile: 'compile' })).toBeUndefined();
});

test.each([
  ['speaks before it was asked', (opened: Opened) => opened.stream.push('something')],
  ['ends', (opened: Opened) => opened.stream.push(null)],
  ['is cut off', (opened: Opened) => opened.stream.destroy()],
])('one that %s is given up and replaced', async (_, spoil) => {
  const { pool, made, discarded } = engine();
  await pool.fill(spec());
  spoil(made[0]!);
  await until(() => made.length === 3 && pool.ready() === 2);
  expect(discarded).toEqual([made[0]]);
  expect([await pool.take(spec()), await pool.take(spec())]).toEqual([made[1], made[2]]);
});

test('what happens to one that was taken is nothing to the pool', async () => {
  const { pool, made, discarded } = engine();
  await pool.fill(spec());
  const taken = await pool.take(spec());
  taken?.stream.push('an answer');
  await turn();
  expect([discarded, made.length]).toEqual([[], 2]);
  expect(String(taken?.stream.read())).toBe('an answer');
});

test('an engine that fails is told of, and whoever comes finds none ready', async () => {
  const { pool, troubles, state } = engine();
  state.broken = true;
  await pool.fill(spec());
  expect([await pool.take(spec()), troubles]).toEqual([undefined, ['Docker is away', 'Docker is away']]);
  state.broken = false;
  await pool.fill(spec());
  expect(pool.ready()).toBe(2);
});

test('limits that cannot be changed cost the container, not the command', async () => {
  const { pool, made, discarded, state } = engine();
  await pool.fill(spec(100));
  state.broken = true;
  expect(await pool.take(spec(200))).toBeUndefined();
  expect(discarded).toEqual([made[0]]);
});

test('a pool of size 0 makes nothing', async () => {
  const { pool, made } = engine({ size: 0 });
  await pool.fill(spec());
  expect([made, await pool.take(spec())]).toEqual([[], undefined]);
});

test('stopping leaves nothing, not even what was just being made', async () => {
  const { pool, made, discarded } = engine();
  await pool.fill(spec());
  const filling = pool.fill(spec(100, 'other'));
  await pool.stop();
  await filling;
  expect([made.length, pool.ready()]).toEqual([4, 0]);
  expect(new Set(discarded)).toEqual(new Set(made));
  await pool.fill(spec());
  expect(made).toHaveLength(4);
});
