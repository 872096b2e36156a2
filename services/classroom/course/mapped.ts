/** Single repositories that a course.yaml maps: the course that has one first keeps it, until it says to ignore it. */
import { matcher } from '#services/classroom/intake/match.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import type { Problem } from '#services/platform/errors.ts';
import { loadCourses } from '../intake/courses.ts';
import { type Followed, othersOf, type Source } from './claims.ts';
import type { CourseDocument } from './document.ts';
import type { CourseFile } from './read.ts';

export interface Mapped {
  /** The course without what it maps and does not get. */
  readonly document: CourseDocument;
  /** `by`: the course repository that has it. */
  readonly taken: readonly { readonly name: string; readonly by: string; readonly problem: Problem }[];
}

/** Which of the repositories that it maps a course may have. What it says to ignore is taken from nobody. */
export async function withoutMapped(
  db: Queryable,
  { document, value, at }: CourseFile,
  source: Source | undefined,
): Promise<Mapped> {
  if (!source || source.followed.length < 2) return { document, taken: [] };
  const find = await otherOwners(db, document, source);
  const taken = Object.keys(value.repositories ?? {}).flatMap((written) => {
    const name = written.toLowerCase();
    const other = find(name);
    if (!other) return [];
    const message = `is a repository of ${other.repository} already (course ${other.course.slug}), and ${source.repository} maps it, too: the one that has it gives it up by ignore: true in its course.yaml`;
    return [{ name, by: other.repository, problem: at(['repositories', written], message) }];
  });
  const free = Object.entries(document.repositories).filter(([name]) => !taken.some((each) => each.name === name));
  return { document: { ...document, repositories: Object.fromEntries(free) }, taken };
}

/** Finds whose a repository is that this course maps, by its `owner/name` in lower case; undefined: it may have it. */
async function otherOwners(db: Queryable, { slug, repositories }: CourseDocument, source: Source) {
  const courses = await loadCourses(db);
  const kept = courses.find(({ course }) => course.slug === slug)?.course.repositories ?? {};
  const others = othersOf(courses, source);
  const bound = await courseOfEach(db, Object.keys(repositories));
  const readers = others.map((other) => ({ other, read: matcher([other]) }));
  return (name: string): Followed | undefined => {
    const mapping = repositories[name];
    if (!mapping || 'ignore' in mapping) return undefined;
    const has = others.find(({ id }) => id === bound.get(name));
    if (has || Object.hasOwn(kept, name)) return has;
    return readers.find(({ read }) => read(name).match !== 'unmatched')?.other;
  };
}

/** Courses of repositories that are somebody's, by their names in lower case. */
async function courseOfEach(db: Queryable, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await many<{ name: string; courseId: number }>(
    db,
    `select lower(owner || '/' || name) as name, course_id as "courseId" from repository
     where participant_id is not null and lower(owner || '/' || name) = any($1)`,
    [names],
  );
  return new Map(rows.map(({ name, courseId }) => [name, courseId]));
}
