import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { databaseStore, directoryStore } from './store.ts';
import { digestOf, getTree, putTree, type Store, tree, treeDigest } from './trees.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'pushmark-store-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const stores: [string, () => Store][] = [
  ['PostgreSQL as the worker', () => databaseStore(database.worker)],
  ['PostgreSQL as the web', () => databaseStore(database.web)],
  ['a directory', () => directoryStore(folder)],
];

describe.each(stores)('the store in %s', (name, open) => {
  test('gives back any bytes under their digest, and keeps them once', async () => {
    const store = open();
    const bytes = Buffer.from([0, 255, 10, 0, 128, ...Buffer.from(name)]);
    expect(await store.put(bytes)).toBe(digestOf(bytes));
    expect(await store.put(bytes)).toBe(digestOf(bytes));
    expect(Buffer.compare((await store.get(digestOf(bytes)))!, bytes)).toBe(0);
    expect(await store.put(new Uint8Array())).toBe(digestOf(''));
    expect(await store.get(digestOf(''))).toHaveLength(0);
  });

  test('knows no content that was not put, and no name that was not linked', async () => {
    expect(await open().get(digestOf('never put'))).toBeUndefined();
    expect(await open().resolve('never/linked')).toBeUndefined();
  });

  // Names are the worker's: prepared programs are found by them.
  test.skipIf(name.endsWith('web'))('a name points at what it was linked to last', async () => {
    const store = open();
    const [old, now] = [await store.put(Buffer.from('old')), await store.put(Buffer.from('now'))];
    await store.link('../expected:m02/ä', old);
    await store.link('../expected:m02/ä', now);
    expect(await store.resolve('../expected:m02/ä')).toBe(now);
  });

  test('a tree comes back with every path, and under a digest that depends on nothing else', async () => {
    const files = tree([
      ['z.go', Buffer.from('package z')],
      ['a dir/ä.txt', Buffer.from([0, 1])],
    ]);
    const digest = await putTree(open(), files);
    expect(digest).toBe(treeDigest(tree([...files].reverse())));
    const back = await getTree(open(), digest);
    expect([...back!].map(([path, bytes]) => [path, [...bytes]])).toEqual([
      ['a dir/ä.txt', [0, 1]],
      ['z.go', [...Buffer.from('package z')]],
    ]);
  });

  test('many that put the same at once all succeed', async () => {
    const bytes = Buffer.from(`same for all in ${name}`);
    const digests = await Promise.all(Array.from({ length: 8 }, () => open().put(bytes)));
    expect(new Set(digests)).toEqual(new Set([digestOf(bytes)]));
    expect((await open().get(digestOf(bytes)))?.toString()).toBe(bytes.toString());
  });
});

test('content that was damaged on disk counts as missing until it is put again', async () => {
  const store = directoryStore(folder);
  const digest = await store.put(Buffer.from('whole'));
  const below = join(folder, 'content', digest.slice(7, 9));
  await writeFile(join(below, (await readdir(below)).find((file) => digest.endsWith(file))!), 'who');
  expect(await store.get(digest)).toBeUndefined();
  await store.put(Buffer.from('whole'));
  expect((await store.get(digest))?.toString()).toBe('whole');
});
