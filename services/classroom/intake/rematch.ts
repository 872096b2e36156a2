import type { Queryable } from '#services/platform/database.ts';
import { type Course, loadCourses } from './courses.ts';
import { isIgnored, type Match, matcher } from './match.ts';
import { allRepositories, bind, type Repository } from './repository.ts';
import { settle } from './settle.ts';

/**
 * Looks again at every repository after a course has changed; the caller holds the matching alone. Nobody's repository
 * may be somebody's now. One that is somebody's stays so, unless course.yaml names it and says otherwise. What was
 * handed in before counts for its owner with the time of its arrival. Answers how many runs were queued.
 */
export async function rematch(tx: Queryable): Promise<number> {
  const courses = await loadCourses(tx);
  const match = matcher(courses);
  let runs = 0;
  for (const repository of await allRepositories(tx)) {
    const found = match(fullName(repository));
    if (!repository.template && concerns(repository, found, courses))
      runs += await bindAgain(tx, repository, found, courses);
  }
  return runs;
}

function fullName({ owner, name }: Repository): string {
  return `${owner}/${name}`;
}

function concerns(repository: Repository, found: Match, courses: readonly Course[]): boolean {
  if (repository.participantId === null) return found.reason !== repository.matchReason;
  const own = courses.find(({ id }) => id === repository.courseId);
  return (found.match === 'matched' && found.by === 'mapped') || (own && isIgnored(own, fullName(repository))) === true;
}

async function bindAgain(tx: Queryable, before: Repository, match: Match, courses: readonly Course[]): Promise<number> {
  const after = await bind(tx, before, match, courses);
  const same = after.assignmentId === before.assignmentId && after.participantId === before.participantId;
  return same ? 0 : settle(tx, after);
}
