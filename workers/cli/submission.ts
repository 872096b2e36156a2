import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { InvalidInput } from '#services/platform/errors.ts';

const MAX_FILES = 20_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** The files of a folder as if they had been committed: regular files only, no link followed, without .git. */
export async function readSubmission(dir: string): Promise<FileTree> {
  const files: [string, Uint8Array][] = [];
  let bytes = 0;
  for (const path of await paths(dir)) {
    const status = await lstat(join(dir, path));
    if (!status.isFile()) continue;
    bytes += status.size;
    if (bytes > MAX_BYTES || files.length >= MAX_FILES) throw tooBig(dir);
    files.push([path.split(sep).join('/'), await readFile(join(dir, path))]);
  }
  if (files.length === 0) throw invalid(dir, 'holds no files');
  return tree(files);
}

async function paths(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => {
    throw invalid(dir, 'is no folder that can be read');
  });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
  return names.filter((path) => !path.split(sep).includes('.git'));
}

function tooBig(dir: string): InvalidInput {
  return invalid(dir, `has more than ${MAX_FILES} files or ${MAX_BYTES / 1024 ** 2} MiB`);
}

function invalid(file: string, message: string): InvalidInput {
  return new InvalidInput([{ file, line: 0, column: 0, field: '', message }]);
}
