import { type SyncSummary, syncCourse } from '#services/classroom/course/sync.ts';
import type { FileTree, Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { relative, withFolder } from './folder.ts';
import { type Outcome, refused, takenOver } from './outcome.ts';

/** Takes over a course from its files, as `pushmark sync` does from a folder. `name` is that folder's name. */
export async function takeOver(
  { database, store }: { readonly database: Database; readonly store: Store },
  files: FileTree,
  name: string,
): Promise<{ readonly outcome: Outcome; readonly queued: number }> {
  return withFolder(files, name, async (folder) => {
    try {
      const summary = await syncCourse(database, store, folder);
      return { outcome: takenOver(withoutFolder(summary, folder)), queued: summary.queued };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return { outcome: refused(relative(error.problems, folder)), queued: 0 };
    }
  });
}

function withoutFolder(summary: SyncSummary, folder: string): SyncSummary {
  const broken = summary.broken.map((each) => ({ ...each, problems: relative(each.problems, folder) }));
  return { ...summary, broken, problems: relative(summary.problems, folder) };
}
