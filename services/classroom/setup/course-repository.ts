import { execute, maybe, type Queryable } from '#services/platform/database.ts';

/** The repository whose pushes are taken over as a course. */
export interface CourseRepository {
  readonly owner: string;
  readonly name: string;
  /** Undefined: its default branch. */
  readonly branch: string | undefined;
  /** As written. */
  readonly text: string;
}

/** Reads `owner/name` or `owner/name@branch`; undefined where nothing is written. */
export function parseCourseRepository(written: string): CourseRepository | undefined | 'wrong' {
  const text = written.trim();
  if (text === '') return undefined;
  const [, owner, name, branch] = /^([A-Za-z0-9][A-Za-z0-9_-]*)\/([A-Za-z0-9._-]+)(?:@([\w./-]+))?$/.exec(text) ?? [];
  return owner && name ? { owner, name, branch, text } : 'wrong';
}

/** The one that an administrator has named on the page of setting up. */
export async function courseRepository(db: Queryable): Promise<CourseRepository | undefined> {
  const row = await maybe<{ value: string }>(db, `select value from setting where key = 'course-repository'`);
  const read = row && parseCourseRepository(row.value);
  return read === 'wrong' ? undefined : read;
}

export async function keepCourseRepository(tx: Queryable, repository: CourseRepository | undefined): Promise<void> {
  if (!repository) return void (await execute(tx, `delete from setting where key = 'course-repository'`));
  const sql = `insert into setting (key, value) values ('course-repository', $1)
    on conflict (key) do update set value = excluded.value`;
  await execute(tx, sql, [repository.text]);
}
