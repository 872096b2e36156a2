import { expect, test } from 'vitest';
import { openLanes } from './lanes.ts';

/** Work that waits to be let go, one piece at a time. */
function pieces(count: number) {
  const gates = Array.from({ length: count }, () => Promise.withResolvers<void>());
  const state = { begun: 0, running: 0, most: 0 };
  const once = async () => {
    const gate = gates[state.begun];
    if (!gate) return false;
    state.begun++;
    state.most = Math.max(state.most, ++state.running);
    await gate.promise;
    state.running--;
    return true;
  };
  return { state, once, end: (n: number) => gates[n]?.resolve() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a lane works until nothing is left, and is free again', async () => {
  const { state, once, end } = pieces(3);
  const lanes = openLanes(1, once);
  for (const n of [0, 1, 2]) end(n);
  await lanes.work();
  expect(state.begun).toBe(3);
  expect(lanes.free()).toBe(1);
});

test('never more work at a time than lanes, and who waits gets the first free one', async () => {
  const { state, once, end } = pieces(4);
  const lanes = openLanes(2, once);
  const rings = [1, 2, 3].map(() => lanes.work());
  await turn();
  expect([state.begun, lanes.free()]).toEqual([2, 0]);
  for (const n of [0, 1, 2, 3]) end(n);
  await Promise.all(rings);
  expect([state.begun, state.most, lanes.free()]).toEqual([4, 2, 2]);
});

test('work that throws frees its lane and tells only who asked for it', async () => {
  let first = true;
  const lanes = openLanes(1, async () => {
    if (!first) return false;
    first = false;
    throw new Error('the database is away');
  });
  const [failed, next] = [lanes.work(), lanes.work()];
  await expect(failed).rejects.toThrow('the database is away');
  await next;
  expect(lanes.free()).toBe(1);
});

test('closing begins nothing more and waits for what is under way, those who wait included', async () => {
  const { state, once, end } = pieces(3);
  const lanes = openLanes(1, once);
  const rings = [lanes.work(), lanes.work()];
  await turn();
  let idle = false;
  const closed = lanes.close().then(() => {
    idle = true;
  });
  await turn();
  expect([state.begun, idle]).toEqual([1, false]);
  end(0);
  await Promise.all([...rings, closed]);
  expect([state.begun, idle]).toEqual([1, true]);
});
