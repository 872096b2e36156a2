import { expect, test } from 'vitest';
import { openTurns, type Work } from './turns.ts';

/** Asks for turns and tells who got one, in order. */
function queue(options: Parameters<typeof openTurns>[0] = {}) {
  const turns = openTurns(options);
  const admitted: string[] = [];
  const leaves = new Map<string, () => void>();
  const ask = async (name: string, work: Work, signal?: AbortSignal) => {
    leaves.set(name, await turns.enter(work, signal));
    admitted.push(name);
  };
  return { turns, admitted, ask, leave: (name: string) => leaves.get(name)?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('compilers and tests work side by side', async () => {
  const { turns, ask } = queue();
  await Promise.all([ask('a', 'compile'), ask('b', 'run'), ask('c', 'compile')]);
  expect(turns.busy()).toBe(3);
});

test('a benchmark waits for all, and all who come later wait for it', async () => {
  const { admitted, ask, leave } = queue();
  await Promise.all([ask('compiler', 'compile'), ask('test', 'run')]);
  const later = [ask('benchmark', 'alone'), ask('another', 'alone'), ask('late', 'compile')];
  await turn();
  leave('test');
  await turn();
  expect(admitted).toEqual(['compiler', 'test']);
  leave('compiler');
  await turn();
  expect(admitted.slice(2)).toEqual(['benchmark']);
  leave('benchmark');
  await turn();
  expect(admitted.slice(3)).toEqual(['another']);
  leave('another');
  await Promise.all(later);
  expect(admitted.at(-1)).toBe('late');
});

test('a benchmark waits for endless tests only a while, for compilers always', async () => {
  const { admitted, ask, leave } = queue({ patienceMs: 10 });
  await Promise.all([ask('test', 'run'), ask('compiler', 'compile')]);
  const asked = Date.now();
  const benchmark = ask('benchmark', 'alone');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(admitted).toEqual(['test', 'compiler']);
  leave('compiler');
  await benchmark;
  expect(Date.now() - asked).toBeGreaterThanOrEqual(10);
});

test('who gives up while waiting holds nobody up', async () => {
  const { admitted, ask } = queue();
  const controller = new AbortController();
  await ask('test', 'run');
  const benchmark = ask('benchmark', 'alone', controller.signal);
  const compiler = ask('compiler', 'compile');
  controller.abort(new Error('called off'));
  await expect(benchmark).rejects.toThrow('called off');
  await compiler;
  expect(admitted).toEqual(['test', 'compiler']);
  await expect(ask('too late', 'alone', controller.signal)).rejects.toThrow('called off');
});

test('a turn that is given back twice counts once', async () => {
  const { turns, ask, leave } = queue();
  await Promise.all([ask('a', 'run'), ask('b', 'run')]);
  leave('a');
  leave('a');
  expect(turns.busy()).toBe(1);
});
