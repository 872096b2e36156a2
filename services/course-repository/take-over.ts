import type { Trying } from '#services/classroom/course/judging-checks.ts';
import { type SyncSummary, syncCourse } from '#services/classroom/course/sync.ts';
import type { Digest, FileTree, Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { relative, withFolder } from './folder.ts';
import { type Outcome, refused, takenOver } from './outcome.ts';

export interface TakenOver {
  readonly outcome: Outcome;
  /** Earlier pushes that are graded now. */
  readonly queued: number;
  /** Digests of judging that is tried first. */
  readonly waiting: readonly Digest[];
}

/** Takes over a course from its files, as `pushmark sync` does from a folder. `name` is that folder's name. */
export async function takeOver(
  { database, store }: { readonly database: Database; readonly store: Store },
  files: FileTree,
  name: string,
  trying: Trying,
): Promise<TakenOver> {
  return withFolder(files, name, async (folder) => {
    try {
      const summary = await syncCourse(database, store, folder, trying);
      const waiting = summary.waiting.map(({ judging }) => judging);
      return { outcome: takenOver(withoutFolder(summary, folder)), queued: summary.queued, waiting };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return { outcome: refused(relative(error.problems, folder)), queued: 0, waiting: [] };
    }
  });
}

function withoutFolder(summary: SyncSummary, folder: string): SyncSummary {
  const broken = summary.broken.map((each) => ({ ...each, problems: relative(each.problems, folder) }));
  return { ...summary, broken, problems: relative(summary.problems, folder) };
}
