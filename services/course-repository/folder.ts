import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileTree } from '#services/classroom/trees.ts';
import type { Problem } from '#services/platform/errors.ts';

/** Lays files down for as long as `use` takes, in a folder of this name. */
export async function withFolder<T>(files: FileTree, name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const above = await mkdtemp(join(tmpdir(), 'pushmark-course-'));
  const folder = join(above, name);
  try {
    await mkdir(folder);
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return await use(folder);
  } finally {
    await rm(above, { recursive: true, force: true });
  }
}

/** The problems as the teacher knows the files. */
export function relative(problems: readonly Problem[], folder: string): Problem[] {
  return problems.map((problem) => ({ ...problem, file: problem.file.replace(`${folder}/`, '') }));
}
