import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { type Digest, digestOf, type Store } from './trees.ts';

/**
 * The store of the server: two tables. The same content is kept once, however many submissions hold it. Writing it again
 * makes it fresh: it is referred to in a moment, and until then must not be taken for something that nobody needs.
 */
export function databaseStore(db: Queryable): Store {
  return {
    async put(content) {
      const digest = digestOf(content);
      const sql = `insert into content (digest, bytes) values ($1, $2) on conflict (digest) do update
        set created_at = now() where content.created_at < now() - interval '12 hours'`;
      await execute(db, sql, [digest, content]);
      return digest;
    },
    async get(digest) {
      return (await maybe<{ bytes: Buffer }>(db, 'select bytes from content where digest = $1', [digest]))?.bytes;
    },
    async link(name, digest) {
      const sql = `insert into content_name (name, digest) values ($1, $2)
        on conflict (name) do update set digest = excluded.digest, updated_at = now()`;
      await execute(db, sql, [name, digest]);
    },
    async resolve(name) {
      return (await maybe<{ digest: Digest }>(db, 'select digest from content_name where name = $1', [name]))?.digest;
    },
  };
}

/**
 * The store of the command line: a folder with `content/ab/cdef…` and `names/…`. Content that was damaged on disk
 * counts as missing. Several processes may use it at once.
 */
export function directoryStore(folder: string): Store {
  const fileOf = (digest: string) => join(folder, 'content', digest.slice(7, 9), digest.slice(9));
  // A name may hold any sign, so its file is called after its digest.
  const nameFile = (name: string) => join(folder, 'names', digestOf(name).slice(7));
  return {
    async put(content) {
      const digest = digestOf(content);
      if (!(await readIntact(fileOf(digest), digest))) await replace(fileOf(digest), content);
      return digest;
    },
    get: (digest) => readIntact(fileOf(digest), digest),
    link: (name, digest) => replace(nameFile(name), digest),
    async resolve(name) {
      return (await readOrNothing(nameFile(name)))?.toString() as Digest | undefined;
    },
  };
}

async function readIntact(file: string, digest: Digest): Promise<Buffer | undefined> {
  const content = await readOrNothing(file);
  return content && digestOf(content) === digest ? content : undefined;
}

async function readOrNothing(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Readers see the old content or the new, never half of it. */
async function replace(file: string, content: Uint8Array | string): Promise<void> {
  const half = `${file}.${randomBytes(6).toString('hex')}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(half, content);
  await rename(half, file);
}
