import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type SyncSummary, syncCourse } from '#services/classroom/course/sync.ts';
import type { FileTree, Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { type Outcome, refused, takenOver } from './outcome.ts';

/** Takes over a course from its files, as `pushmark sync` does from a folder. `name` is that folder's name. */
export async function takeOver(
  { database, store }: { readonly database: Database; readonly store: Store },
  files: FileTree,
  name: string,
): Promise<{ readonly outcome: Outcome; readonly queued: number }> {
  const above = await mkdtemp(join(tmpdir(), 'pushmark-course-'));
  const folder = join(above, name);
  try {
    await mkdir(folder);
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const summary = await syncCourse(database, store, folder);
    return { outcome: takenOver(withoutFolder(summary, folder)), queued: summary.queued };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { outcome: refused(relative(error.problems, folder)), queued: 0 };
  } finally {
    await rm(above, { recursive: true, force: true });
  }
}

function withoutFolder(summary: SyncSummary, folder: string): SyncSummary {
  const broken = summary.broken.map((each) => ({ ...each, problems: relative(each.problems, folder) }));
  return { ...summary, broken, problems: relative(summary.problems, folder) };
}

/** As the teacher knows the files. */
function relative(problems: readonly Problem[], folder: string): Problem[] {
  return problems.map((problem) => ({ ...problem, file: problem.file.replace(`${folder}/`, '') }));
}
