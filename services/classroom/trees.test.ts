import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { directoryStore } from './store.ts';
import { getTree, putTree, subtree, tree, treeDigest } from './trees.ts';

const directory = await mkdtemp(join(tmpdir(), 'pushmark-trees-'));
afterAll(() => rm(directory, { recursive: true }));

const files = tree([
  ['b/c.go', Buffer.from('c')],
  ['a.go', Buffer.from('a')],
  ['b d.txt', Buffer.from([0, 255])],
]);

describe('a tree of files', () => {
  it('has one digest whatever the order in which its files were given', () => {
    expect(treeDigest(tree([...files].reverse()))).toBe(treeDigest(files));
  });

  it('has another digest when a file changes, moves or goes', () => {
    const changes = [
      tree([...files, ['a.go', Buffer.from('b')]]),
      tree([...files].map(([path, content]) => [`x/${path}`, content] as const)),
      tree([...files].slice(1)),
    ];
    expect(new Set([files, ...changes].map(treeDigest)).size).toBe(4);
  });

  it('comes back from a store as it went in, spaces and bytes included', async () => {
    const store = directoryStore(directory);
    expect(await getTree(store, await putTree(store, files))).toEqual(files);
  });

  it('is undefined when the store does not have it', async () => {
    expect(await getTree(directoryStore(directory), `sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });

  it('gives what lies below one of its folders', () => {
    expect([...subtree(files, 'b').keys()]).toEqual(['c.go']);
  });
});
