import { execute, maybe, type Queryable } from '#services/platform/database.ts';

/** A repository whose pushes are taken over as a course. */
export interface CourseRepository {
  readonly owner: string;
  readonly name: string;
  /** Undefined: its default branch. */
  readonly branch: string | undefined;
  /** As written. */
  readonly text: string;
  /** The same for every way to write it. */
  readonly key: string;
}

/**
 * Reads `owner/name` or `owner/name@branch`, several with commas between them; one that is there twice counts once. A
 * string is the one that is no repository.
 */
export function parseCourseRepositories(written: string): readonly CourseRepository[] | string {
  const found = new Map<string, CourseRepository>();
  for (const text of written.split(/[\s,]+/).filter((each) => each !== '')) {
    const [, owner, name, branch] = /^([A-Za-z0-9][A-Za-z0-9_-]*)\/([A-Za-z0-9._-]+)(?:@([\w./-]+))?$/.exec(text) ?? [];
    if (!owner || !name) return text;
    const key = text.toLowerCase();
    if (!found.has(key)) found.set(key, { owner, name, branch, text, key });
  }
  return [...found.values()];
}

/** Those that are followed: what the environment names wins over what an administrator has named on /setup. */
export async function followedRepositories(
  db: Queryable,
  named: string | undefined,
): Promise<readonly CourseRepository[]> {
  const written = named ?? (await namedOnPage(db));
  const read = parseCourseRepositories(written);
  return typeof read === 'string' ? [] : read;
}

async function namedOnPage(db: Queryable): Promise<string> {
  const sql = `select value from setting where key = 'course-repository'`;
  return (await maybe<{ value: string }>(db, sql))?.value ?? '';
}

/** What an administrator names on the page of setting up; none: nothing is followed. */
export async function keepCourseRepositories(tx: Queryable, repositories: readonly CourseRepository[]): Promise<void> {
  if (repositories.length === 0) return void (await execute(tx, `delete from setting where key = 'course-repository'`));
  const sql = `insert into setting (key, value) values ('course-repository', $1)
    on conflict (key) do update set value = excluded.value`;
  await execute(tx, sql, [repositories.map(({ text }) => text).join(', ')]);
}
