import type { CourseDocument } from '#services/classroom/course/document.ts';
import { execute, many, type Queryable } from '#services/platform/database.ts';
import type { KnownCourse } from './match.ts';

/** A course that takes hand-ins, with the database's ids. */
export interface Course extends KnownCourse {
  readonly id: number;
  /** The course repository that it is taken over from, by its key; null: none. */
  readonly repository: string | null;
  readonly assignments: readonly { readonly id: number; readonly slug: string; readonly groups: boolean | undefined }[];
}

interface Row {
  readonly id: number;
  readonly repository: string | null;
  readonly document: CourseDocument;
  readonly assignments: { readonly id: number; readonly slug: string; readonly groups: boolean | null }[];
}

/** Courses with the assignments that take hand-ins: not retired, and once read without a mistake. */
export async function loadCourses(db: Queryable): Promise<Course[]> {
  const rows = await many<Row>(
    db,
    `select c.id, c.repository, c.document, coalesce(json_agg(json_build_object('id', a.id, 'slug', a.slug, 'groups', a.groups)
        order by a.position) filter (where a.id is not null), '[]') as assignments
     from course c
     left join assignment a on a.course_id = c.id and not a.retired and a.current_version is not null
     group by c.id order by c.id`,
  );
  return rows.map(({ id, repository, document, assignments }) => ({
    id,
    repository,
    course: document,
    assignments: assignments.map((a) => ({ ...a, groups: a.groups ?? undefined })),
  }));
}

/** Any number: a lock that names the matching of repositories. */
const lock = 7_305_001;

/**
 * Matching reads the courses and writes a repository; a sync writes the courses and reads the repositories. Without
 * this lock a push that came during a sync could be missed by both: deliveries share it, a sync holds it alone.
 */
export async function holdMatching(tx: Queryable, how: 'shared' | 'alone'): Promise<void> {
  await execute(tx, `select pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}($1)`, [lock]);
}
