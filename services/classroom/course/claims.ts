/**
 * Several course repositories on one server: what one of them has, no other one takes. A course belongs to the repository
 * that it came from first; an assignment whose repositories could not be told from those of another course is not added
 * (for single repositories see mapped.ts).
 */
import { type KnownCourse, matchRepository } from '#services/classroom/intake/match.ts';
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { type Course, loadCourses } from '../intake/courses.ts';
import type { BrokenAssignment, FoundAssignment } from './assignments.ts';
import type { CourseDocument } from './document.ts';
import { has, newName, parsePattern } from './naming.ts';
import type { CourseFile } from './read.ts';

/** Where a course comes from, and all repositories that are followed, itself among them; by their keys. */
export interface Source {
  readonly repository: string;
  readonly followed: readonly string[];
}

/** The course belongs to another repository. */
export class CourseTaken extends InvalidInput {
  readonly by: string;

  constructor({ at, document, value }: CourseFile, source: Source, by: string) {
    const mend = `${value.slug === undefined ? 'write' : 'give it'} a slug of its own, or follow only one of them`;
    const message = `${document.slug} is the course of ${by} already, and ${source.repository} claims it, too: ${mend}`;
    super([at(value.slug === undefined ? [] : ['slug'], message)]);
    this.by = by;
  }
}

/** Throws CourseTaken when another repository that is followed has this course. */
export async function refuseTaken(db: Queryable, course: CourseFile, source: Source | undefined): Promise<void> {
  if (!source) return;
  const sql = 'select repository from course where slug = $1';
  const by = (await maybe<{ repository: string | null }>(db, sql, [course.document.slug]))?.repository;
  if (by && by !== source.repository && source.followed.includes(by)) throw new CourseTaken(course, source, by);
}

/** From now on the course is this repository's, and no other one is. */
export async function claim(tx: Queryable, courseId: number, source: Source | undefined): Promise<void> {
  if (!source) return;
  const sql = `update course set repository = case when id = $1 then $2 end where id = $1 or repository = $2`;
  await execute(tx, sql, [courseId, source.repository]);
}

export interface Claimed {
  readonly free: readonly FoundAssignment[];
  /** Not taken over. `by`: the repository that has it. */
  readonly taken: readonly (BrokenAssignment & { readonly by: string })[];
}

/** Which assignments a course may have: what it has it keeps; a new one must not be another repository's. */
export async function withoutTaken(
  db: Queryable,
  course: CourseFile,
  all: readonly FoundAssignment[],
  source: Source | undefined,
): Promise<Claimed> {
  if (!source || source.followed.length < 2) return { free: all, taken: [] };
  const courses = await loadCourses(db);
  const own = courses.find((known) => known.course.slug === course.document.slug);
  const others = othersOf(courses, source);
  const taken = all.flatMap((found) => {
    const { slug } = found.assignment.document;
    const other = others.find((known) => isTaken(found, course.document, known));
    if (!other || own?.assignments.some((known) => known.slug === slug)) return [];
    const by = other.repository;
    const message = `${slug} is an assignment of ${by} already (course ${other.course.slug}), and ${source.repository} claims it, too: their repositories would be called alike. Give it a slug of its own, or one of the courses <classroom> in naming`;
    return [{ folder: found.folder, by, problems: [course.at(['assignments', found.position], message)] }];
  });
  return { free: all.filter(({ folder }) => !taken.some((each) => each.folder === folder)), taken };
}

/** A course, and the repository that it comes from. */
export type Followed = Course & { readonly repository: string };

/** Courses that come from another repository which is followed. */
export function othersOf(courses: readonly Course[], source: Source): Followed[] {
  return courses.filter((course): course is Followed => {
    const { repository } = course;
    return repository !== null && repository !== source.repository && source.followed.includes(repository);
  });
}

/** Whether a repository of the assignment would be read as one of the other course's assignment of the same slug. */
function isTaken({ assignment, groups }: FoundAssignment, course: CourseDocument, other: Course): boolean {
  const { slug } = assignment.document;
  const same = other.assignments.filter((known) => known.slug === slug);
  const known: KnownCourse = { course: { ...other.course, repositories: {} }, assignments: same };
  return course.organisations.some((organisation) =>
    samples(course, slug, groups).some(
      (name) => matchRepository(`${organisation}/${name}`, [known]).match !== 'unmatched',
    ),
  );
}

function samples({ naming, classrooms }: CourseDocument, slug: string, groups: boolean | undefined): string[] {
  return naming.flatMap((pattern) => {
    const parts = parsePattern(pattern);
    if (typeof parts === 'string') return [];
    const kind = has(parts, 'team') ? 'group' : 'student';
    if (groups !== undefined && groups !== (kind === 'group')) return [];
    const rooms = has(parts, 'classroom') ? classrooms : [''];
    return rooms.map((classroom) => newName([pattern], { slug, classroom, owner: 'somebody', kind }));
  });
}
