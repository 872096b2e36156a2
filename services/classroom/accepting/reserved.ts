import { loadCourses } from '#services/classroom/intake/courses.ts';
import { inWords, matchRepository, type Reading } from '#services/classroom/intake/match.ts';
import { isPlaceOf } from '#services/classroom/setup/followed.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';

/**
 * Why a repository of this name (`owner/name`) can be nobody's work, or not this participant's, whoever made it; undefined:
 * nothing speaks against it.
 */
export async function reservedFor(db: Queryable, name: string, participantId: number): Promise<string | undefined> {
  const match = matchRepository(name, await loadCourses(db));
  if (match.match === 'unmatched' && match.ignored) return match.reason;
  if (match.match === 'matched' && match.by === 'mapped' && !(await isOf(db, match.reading, participantId)))
    return `course.yaml maps it to ${inWords(match.reading)}`;
  return (await maybe<{ what: string }>(db, reserved, [name]))?.what;
}

/** The teacher's word: a course that is followed, and the templates of assignments. */
const reserved = `
  select 'it is the repository of a course' as what from setting
  where key = 'course-repository' and exists (select from regexp_split_to_table(lower(value), '[\\s,]+') one
      where split_part(one, '@', 1) = lower($1))
    or ${isPlaceOf('$1')}
  union all
  select 'repositories of ' || a.title || ' are made from it' from assignment a
    join assignment_version v on v.id = a.current_version where lower(v.document ->> 'template') = lower($1)
  union all
  select 'it is a template for other repositories' from repository where template and lower(owner || '/' || name) = lower($1)
  limit 1`;

async function isOf(db: Queryable, { course, kind, name }: Reading, participantId: number): Promise<boolean> {
  const sql = `select from participant p join course c on c.id = p.course_id where p.id = $1 and c.slug = $2 and p.kind = $3
    and (p.name = $4 or exists (select from participant_account a where a.participant_id = p.id and a.login = $4))`;
  return (await maybe(db, sql, [participantId, course, kind, name])) !== undefined;
}
