import { holdMatching } from '#services/classroom/intake/courses.ts';
import { rematch } from '#services/classroom/intake/rematch.ts';
import { putTree, type Store } from '#services/classroom/trees.ts';
import { type Database, many, type Queryable, transaction } from '#services/platform/database.ts';
import type { Problem } from '#services/platform/errors.ts';
import type { SealLock } from '../assignment/lock.ts';
import { type HeldBack, holdBack, standingOf } from '../proposals/hold-back.ts';
import { followChanges } from './applied-changed.ts';
import { type BrokenAssignment, type FoundAssignment, readAssignments } from './assignments.ts';
import { claim, refuseTaken, type Source, withoutTaken } from './claims.ts';
import { type JudgingCheck, type Trying, tryFirst } from './judging-checks.ts';
import { keepStaff } from './keep-staff.ts';
import { withoutMapped } from './mapped.ts';
import { noteVersions, versionsOf } from './note-versions.ts';
import { type CourseFile, readCourseDir } from './read.ts';
import { keepAssignment, keepCourse, retireOthers } from './store.ts';

/** What a version changes: verdicts (asks for regrading), points, dates and other rules (grades are computed anew), or only words and files of no effect. */
export type Change = 'judging' | 'rules' | 'text';

/** What a sync did, by slug. */
export interface SyncSummary {
  readonly course: string;
  readonly added: readonly string[];
  readonly changed: readonly { readonly slug: string; readonly what: Change }[];
  readonly unchanged: readonly string[];
  /** No longer in course.yaml; their grades stay. */
  readonly retired: readonly string[];
  /** Could not be read, or is another repository's. The version that worked before, if any, goes on working. */
  readonly broken: readonly BrokenAssignment[];
  /** Course repositories that have an assignment which this one claims, by their keys. */
  readonly takenBy: readonly string[];
  /** Course repositories that have a single repository which this one maps, for each of these. */
  readonly mappedBy: readonly string[];
  /** Judge otherwise and are being tried by a worker. Until one has answered, the version that worked before goes on. */
  readonly waiting: readonly JudgingCheck[];
  /** Judge otherwise, were tried and do not hold. The version that worked before goes on. */
  readonly refused: readonly (JudgingCheck & { readonly summary: string })[];
  /** New points and rules that would move grades: they wait for a teacher, on the page of changes. */
  readonly held: readonly HeldBack[];
  /** Assignments whose tests are linked with students' code for want of a lock that holds; see assignment/lock.ts. */
  readonly linked: readonly { readonly slug: string; readonly lock: SealLock['state'] }[];
  /** Lines of course.yaml that name nothing, or what is another course's; nothing else was held up by them. */
  readonly problems: readonly Problem[];
  /** Earlier pushes that are graded now because it is clear whose they are. Ring `grading` when there are any. */
  readonly queued: number;
}

/**
 * Takes over a course from a folder: `course.yaml` and the assignments it names. All or nothing in the database; a
 * second time without changes does nothing. Throws InvalidInput when `course.yaml` itself cannot be read, CourseTaken when
 * the course is another repository's.
 */
export async function syncCourse(
  database: Database,
  store: Store,
  dir: string,
  trying: Trying = 'no',
  source?: Source,
): Promise<SyncSummary> {
  const course = await readCourseDir(dir);
  const { found: read, broken: unread } = await readAssignments(dir, course);
  for (const { assignment } of read) await putTree(store, assignment.files);
  return transaction(database, async (tx) => {
    await holdMatching(tx, 'alone');
    await refuseTaken(tx, course, source);
    const { free: all, taken } = await withoutTaken(tx, course, read, source);
    const broken = [...unread, ...taken.map(({ folder, problems }) => ({ folder, problems }))];
    const { found, waiting, refused } = await tryFirst(tx, course.document.slug, all, trying);
    const mapped = await withoutMapped(tx, course, source);
    const courseId = await keepCourse(tx, mapped.document);
    await claim(tx, courseId, source);
    await keepStaff(tx, courseId, course.document.staff);
    const before = await standingOf(tx, courseId);
    const versions = await versionsOf(tx, courseId);
    const kept: Kept[] = [];
    for (const each of found)
      kept.push({ slug: each.assignment.document.slug, what: await keepAssignment(tx, courseId, each) });
    const retired = await retireOthers(
      tx,
      courseId,
      kept.map(({ slug }) => slug),
      [...broken, ...all.filter((each) => !found.includes(each))].map(({ folder }) => folder),
    );
    await noteVersions(tx, courseId, versions);
    const held = await holdBack(tx, courseId, before);
    const problems = [...mapped.taken.map(({ problem }) => problem), ...(await namingNothing(tx, courseId, course))];
    const queued = (await rematch(tx)) + (await followChanges(tx, courseId, before));
    const { slug } = course.document;
    return {
      course: slug,
      ...sorted(kept),
      retired,
      broken,
      takenBy: taken.map(({ by }) => by),
      mappedBy: mapped.taken.map(({ by }) => by),
      waiting,
      refused,
      held,
      linked: linked(found),
      problems,
      queued,
    };
  });
}

function linked(found: readonly FoundAssignment[]): SyncSummary['linked'] {
  const locks = found.map(({ assignment: { document, lock } }) => ({ slug: document.slug, lock: lock.state }));
  return locks.filter(({ lock }) => lock !== 'valid' && lock !== 'off');
}

interface Kept {
  readonly slug: string;
  readonly what: Change | 'added' | 'unchanged';
}

function sorted(kept: readonly Kept[]): Pick<SyncSummary, 'added' | 'changed' | 'unchanged'> {
  const slugs = (what: Kept['what']) => kept.filter((k) => k.what === what).map(({ slug }) => slug);
  const changed = kept.flatMap(({ slug, what }) => (what === 'added' || what === 'unchanged' ? [] : [{ slug, what }]));
  return { added: slugs('added'), unchanged: slugs('unchanged'), changed };
}

async function namingNothing(tx: Queryable, courseId: number, course: CourseFile): Promise<Problem[]> {
  const rows = await many<{ slug: string }>(tx, 'select slug from assignment where course_id = $1 and not retired', [
    courseId,
  ]);
  const slugs = new Set(rows.map(({ slug }) => slug));
  return Object.entries(course.value.repositories ?? {}).flatMap(([name, { assignment }]) =>
    assignment === undefined || slugs.has(assignment)
      ? []
      : [course.at(['repositories', name, 'assignment'], `${assignment} is no assignment of this course`)],
  );
}
