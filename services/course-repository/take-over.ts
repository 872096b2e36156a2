import { CourseTaken, type Source } from '#services/classroom/course/claims.ts';
import type { Trying } from '#services/classroom/course/judging-checks.ts';
import { type SyncSummary, syncCourse } from '#services/classroom/course/sync.ts';
import type { Digest, FileTree, Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { relative, withFolder } from './folder.ts';
import { type Outcome, refused, taken, takenOver } from './outcome.ts';

export interface TakenOver {
  readonly outcome: Outcome;
  /** Earlier pushes that are graded now. */
  readonly queued: number;
  /** Digests of judging that is tried first. */
  readonly waiting: readonly Digest[];
  /** Course repositories that have what this one claims, by their keys. */
  readonly takenBy: readonly string[];
}

export interface TakeOverOptions {
  /** Of the folder: the course's slug where course.yaml names none. */
  readonly name: string;
  readonly trying: Trying;
  readonly source: Source;
}

/** Takes over a course from its files, as `pushmark sync` does from a folder. */
export async function takeOver(
  { database, store }: { readonly database: Database; readonly store: Store },
  files: FileTree,
  { name, trying, source }: TakeOverOptions,
): Promise<TakenOver> {
  return withFolder(files, name, async (folder) => {
    try {
      const summary = await syncCourse(database, store, folder, trying, source);
      const waiting = summary.waiting.map(({ judging }) => judging);
      const { queued } = summary;
      const takenBy = [...new Set([...summary.takenBy, ...summary.mappedBy])];
      return { outcome: takenOver(withoutFolder(summary, folder)), queued, waiting, takenBy };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const problems = relative(error.problems, folder);
      const none = { queued: 0, waiting: [] };
      if (error instanceof CourseTaken) return { outcome: taken(problems, error.by), ...none, takenBy: [error.by] };
      return { outcome: refused(problems), ...none, takenBy: [] };
    }
  });
}

function withoutFolder(summary: SyncSummary, folder: string): SyncSummary {
  const broken = summary.broken.map((each) => ({ ...each, problems: relative(each.problems, folder) }));
  return { ...summary, broken, problems: relative(summary.problems, folder) };
}
