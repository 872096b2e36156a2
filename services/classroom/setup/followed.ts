/** What became of each course repository that is followed, kept over restarts. */
import { many, type Queryable } from '#services/platform/database.ts';
import { keepPlace, readPlace } from '../intake/place.ts';
import type { Digest } from '../trees.ts';
import type { CourseRepository } from './course-repositories.ts';

/** The commit that was taken over last. */
export interface Taken {
  readonly sha: string;
  /** Where its contents are in the store, by git's names for them. */
  readonly blobs: Readonly<Record<string, Digest>>;
  /** What its check run says in short, and whether that is a failure. */
  readonly title: string;
  readonly failed: boolean;
  /** Judging that is tried first; once it is, the same commit is taken over again. */
  readonly waiting: readonly Digest[];
  /** Course repositories that have what this one claims, by their keys. */
  readonly takenBy: readonly string[];
  /** The check run that is to be ended, or mended. */
  readonly checkRun: number | undefined;
}

interface Place {
  readonly repository: string;
  readonly taken?: Taken | undefined;
  /** Why it cannot be read just now. */
  readonly trouble?: string | undefined;
}

const prefix = 'course-repository/';

export async function takenFrom(db: Queryable, { key }: CourseRepository): Promise<Taken | undefined> {
  return (await readPlace<Place>(db, prefix + key))?.taken;
}

export async function keepTaken(db: Queryable, { key, text }: CourseRepository, taken: Taken): Promise<void> {
  await keepPlace(db, prefix + key, { repository: text, taken } satisfies Place);
}

/** Keeps why a repository cannot be read; the next one that is taken over ends it. */
export async function keepTrouble(db: Queryable, repository: CourseRepository, trouble: string): Promise<void> {
  const taken = await takenFrom(db, repository);
  await keepPlace(db, prefix + repository.key, { repository: repository.text, taken, trouble } satisfies Place);
}

/** How a repository stands, in words; `failed`: somebody has to do something. */
export interface RepositoryState {
  /** As written. */
  readonly repository: string;
  readonly failed: boolean;
  readonly words: string;
  readonly courses: readonly { readonly slug: string; readonly title: string }[];
}

export async function repositoryStates(
  db: Queryable,
  repositories: readonly CourseRepository[],
): Promise<RepositoryState[]> {
  return Promise.all(
    repositories.map(async ({ key, text: repository }) => {
      const sql = 'select slug, title from course where repository = $1 order by slug';
      const courses = await many<RepositoryState['courses'][number]>(db, sql, [key]);
      const { taken, trouble } = (await readPlace<Place>(db, prefix + key)) ?? {};
      const words = trouble ?? taken?.title ?? 'being fetched';
      return { repository, courses, words, failed: trouble !== undefined || taken?.failed === true };
    }),
  );
}

/** As an SQL condition on `setting`: it is the place of the course repository whose `owner/name` the expression gives. */
export function isPlaceOf(name: string): string {
  const key = `'place/${prefix}' || lower(${name})`;
  return `(key = ${key} or starts_with(key, ${key} || '@'))`;
}
