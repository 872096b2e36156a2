import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readAssignments } from '#services/classroom/course/assignments.ts';
import { refuseTaken, type Source, withoutTaken } from '#services/classroom/course/claims.ts';
import { readCourseDir } from '#services/classroom/course/read.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { relative, withFolder } from '#services/course-repository/folder.ts';
import type { LookTimes } from '#services/platform/again-and-again.ts';
import { type Database, maybe } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { CandidateReport } from '../cli/check-assignment.ts';
import { type CheckedAssignment, type PullOutcome, pullOutcome } from './render.ts';

export type Check = (assignment: Assignment, signal: AbortSignal) => Promise<readonly CandidateReport[]>;

/** Between looks for something to check. */
export const CHECK_TIMES: LookTimes = { lookMs: 10_000, troubleMs: 60_000 };

export interface CheckFilesDeps {
  readonly database: Database;
  readonly check: Check;
  /** Of everything together, in milliseconds. */
  readonly mostMs: number;
}

/** Checks the assignments of a course that are otherwise than those in use. `stop` gives up; its reason is thrown. */
export async function checkFiles(
  deps: CheckFilesDeps,
  files: FileTree,
  { name, source }: { readonly name: string; readonly source: Source },
  stop: AbortSignal,
): Promise<PullOutcome> {
  return withFolder(files, name, async (folder) => {
    try {
      const course = await readCourseDir(folder);
      await refuseTaken(deps.database, course, source);
      const { found, broken } = await readAssignments(folder, course);
      const { free, taken } = await withoutTaken(deps.database, course, found, source);
      const problems = relative(
        [...broken, ...taken].flatMap((each) => each.problems),
        folder,
      );
      const touched: Assignment[] = [];
      for (const { assignment } of free) {
        if (await isOther(deps.database, course.document.slug, assignment)) touched.push(assignment);
      }
      const { checked, tooLong } = await checkAll(deps, touched, stop);
      return pullOutcome(checked, problems, tooLong);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return pullOutcome([], relative(error.problems, folder));
    }
  });
}

async function checkAll({ check, mostMs }: CheckFilesDeps, touched: readonly Assignment[], stop: AbortSignal) {
  const late = AbortSignal.timeout(mostMs);
  const signal = AbortSignal.any([late, stop]);
  const checked: CheckedAssignment[] = [];
  for (const assignment of touched) {
    const { slug } = assignment.document;
    try {
      signal.throwIfAborted();
      checked.push({ slug, reports: await check(assignment, signal) });
    } catch (error) {
      stop.throwIfAborted();
      if (!late.aborted) throw error;
      return { checked, tooLong: slug };
    }
  }
  return { checked, tooLong: undefined };
}

async function isOther(db: Database, course: string, { document, bundle }: Assignment): Promise<boolean> {
  const sql = `select from assignment a join course c on c.id = a.course_id
    join assignment_version v on v.id = a.current_version where c.slug = $1 and a.slug = $2 and v.bundle = $3`;
  return (await maybe(db, sql, [course, document.slug, bundle])) === undefined;
}
