/**
 * Trees of files and the content-addressed store that keeps them: judged commits, assignment bundles, built programs,
 * full outputs. Regrading, the code view and other machines read from here, never from GitHub or one worker's disk.
 */
import { createHash } from 'node:crypto';

/** Relative paths with `/`, no `.` or `..` segments, to contents. Iterates in path order when made by `tree()`. */
export type FileTree = ReadonlyMap<string, Uint8Array>;

/** `sha256:` and 64 hex digits. */
export type Digest = `sha256:${string}`;

/**
 * Content by digest, and names that point at a digest (for what was computed from content, e.g. the expected cases of
 * an assignment version). Implementations: a directory (command line), PostgreSQL (server). All methods throw when the
 * store cannot be reached; `get` and `resolve` answer undefined for what is not there.
 */
export interface Store {
  put(content: Uint8Array): Promise<Digest>;
  get(digest: Digest): Promise<Uint8Array | undefined>;
  /** Points a name at content; a later call with the same name wins. */
  link(name: string, digest: Digest): Promise<void>;
  resolve(name: string): Promise<Digest | undefined>;
}

export function digestOf(content: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** A tree in path order, so that equal contents give equal manifests. */
export function tree(files: Iterable<readonly [string, Uint8Array]>): FileTree {
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The digest of a whole tree: of its manifest, a line `digest path` per file. */
export function treeDigest(files: FileTree): Digest {
  return digestOf(manifest(files));
}

/** Keeps every file and the manifest; answers the manifest's digest, which names the tree. */
export async function putTree(store: Store, files: FileTree): Promise<Digest> {
  for (const content of files.values()) await store.put(content);
  return store.put(Buffer.from(manifest(files)));
}

/** What a tree holds, by path, without reading it; undefined when its manifest is not in the store. */
export async function listTree(store: Store, digest: Digest): Promise<ReadonlyMap<string, Digest> | undefined> {
  const lines = await store.get(digest);
  if (!lines) return undefined;
  const rows = Buffer.from(lines).toString().split('\n').filter(Boolean);
  return new Map(
    rows.map((row) => {
      const space = row.indexOf(' ');
      return [row.slice(space + 1), row.slice(0, space) as Digest] as const;
    }),
  );
}

/** The tree of a manifest, or undefined when it or one of its files is not in the store. */
export async function getTree(store: Store, digest: Digest): Promise<FileTree | undefined> {
  const listed = await listTree(store, digest);
  if (!listed) return undefined;
  const files: [string, Uint8Array][] = [];
  for (const [path, own] of listed) {
    const content = await store.get(own);
    if (!content) return undefined;
    files.push([path, content]);
  }
  return tree(files);
}

/** The files below a folder of a tree, with paths relative to it. */
export function subtree(files: FileTree, folder: string): FileTree {
  const prefix = `${folder}/`;
  const below = [...files].filter(([path]) => path.startsWith(prefix));
  return tree(below.map(([path, content]) => [path.slice(prefix.length), content] as const));
}

function manifest(files: FileTree): string {
  return [...tree(files)].map(([path, content]) => `${digestOf(content)} ${path}\n`).join('');
}
