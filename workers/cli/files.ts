import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { zip } from '#services/classroom/exports/zip.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { InvalidInput } from '#services/platform/errors.ts';

/** A file that a person names, and how problems name it. Throws InvalidInput where it cannot be read. */
export async function readNamed(path: string): Promise<{ bytes: Buffer; file: string }> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw wrong(path, error.code === 'ENOENT' ? 'is not there' : `cannot be read (${error.code})`);
  });
  return { bytes, file: basename(path) };
}

/** Writes to a file, or to standard output where none is named. */
export async function writeNamed(path: string | undefined, content: string | Uint8Array): Promise<void> {
  if (path === undefined) process.stdout.write(content);
  else await writeFile(path, content);
}

/** Lays files down in a folder that is not there yet or empty, or as an archive when the name ends in `.zip`. */
export async function writeTree(out: string, files: FileTree): Promise<void> {
  if (out.endsWith('.zip')) return writeFile(out, zip(files), { flag: 'wx' }).catch(refuseExisting(out));
  const there = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw wrong(
      out,
      error.code === 'ENOTDIR' ? 'is a file; name a folder, or a file that ends in .zip' : `${error.code}`,
    );
  });
  if (there.length > 0) throw wrong(out, 'is not empty; name a new folder');
  for (const [path, content] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), content);
  }
}

function refuseExisting(out: string) {
  return (error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? wrong(out, 'is there already; name a new file') : error;
  };
}

/** What is wrong with a file or folder as a whole. */
export function wrong(file: string, message: string): InvalidInput {
  return new InvalidInput([{ file, line: 0, column: 0, field: '', message }]);
}
