import { type Database, execute, maybe, one, type Queryable, transaction } from '#services/platform/database.ts';
import { note } from '../people/audit.ts';

/** What is to be forgotten. */
export interface PurgeWish {
  /** Slug. */
  readonly course: string;
  /** Commits that arrived earlier than this. */
  readonly before: Date;
}

/** What was deleted, or would be. */
export interface Purged {
  /** Commits whose files and texts go. */
  readonly submissions: number;
  /** Results of criteria that lose their texts. */
  readonly criteria: number;
  /** Pieces of content that nothing refers to any more, and their bytes. */
  readonly contents: number;
  readonly bytes: number;
}

const commitsSql = `
  update submission s set tree = null, purged_at = now() from assignment a
  where a.id = s.assignment_id and a.course_id = $1 and s.created_at < $2 and s.purged_at is null
    and not exists (select from run where submission_id = s.id and state in ('queued', 'running'))`;

/** What a case is called, what came of it and what it was worth stays. */
const textsSql = `
  update criterion_result e set judgement = e.judgement || jsonb_build_object('findings', '[]'::jsonb, 'cases', (
    select coalesce(jsonb_agg(c - '{input,got,want,output,cause,reproduce,hint}'::text[]), '[]')
    from jsonb_array_elements(e.judgement -> 'cases') c))
  from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
  where r.id = e.run_id and a.course_id = $1 and s.purged_at = now() and e.judgement is not null`;

const runsSql = `
  update run r set findings = '[]', error_detail = null from submission s join assignment a on a.id = s.assignment_id
  where s.id = r.submission_id and a.course_id = $1 and s.purged_at = now()`;

/** What was left out of their commits, and what was built ahead for versions that are no longer current. */
const namesSql = `
  delete from content_name n
  where exists (select from submission s join assignment a on a.id = s.assignment_id where a.course_id = $1
      and s.purged_at = now() and n.name = 'left-out/' || s.repository_id || '/' || s.sha)
    or exists (select from assignment_version v join assignment a on a.id = v.assignment_id where a.course_id = $1
      and v.created_at < $2 and a.current_version is distinct from v.id and n.name like 'prepared/%/' || v.judging || '/%')`;

/**
 * Content that no commit, no version of an assignment and no name refers to, itself or by a list that names it. What
 * was written within a day may be about to be referred to (see databaseStore).
 */
const contentSql = `
  with root as (
    select tree as digest from submission where tree is not null union select bundle from assignment_version
    union select digest from content_name
  ), named as (
    select found[1] as digest from root join content using (digest)
      cross join lateral regexp_matches(encode(bytes, 'escape'), 'sha256:[0-9a-f]{64}', 'g') found
  ), gone as (
    delete from content c where created_at < now() - interval '1 day'
      and not exists (select from root where root.digest = c.digest)
      and not exists (select from named where named.digest = c.digest)
    returning octet_length(bytes) as size
  )
  select count(*)::int as contents, coalesce(sum(size), 0)::float8 as bytes from gone`;

/**
 * Deletes the files of old commits and the texts of their results (inputs, outputs, findings), then whatever content
 * nothing refers to any more. Grades, attempts, times and the names of cases stay. Commits that are still being graded
 * are left alone. With `apply` false everything is counted and nothing changed. The database is used as its owner.
 * undefined: there is no such course.
 */
export async function purge(db: Database, wish: PurgeWish, apply: boolean): Promise<Purged | undefined> {
  const course = await maybe<{ id: number }>(db, 'select id from course where slug = $1', [wish.course]);
  if (!course) return undefined;
  let purged: Purged | undefined;
  try {
    await transaction(db, async (tx) => {
      purged = await purgeIn(tx, course.id, wish.before);
      if (!apply) throw new OnlyCounted();
      if (purged.submissions + purged.contents > 0) await notePurged(tx, course.id, wish, purged);
    });
  } catch (error) {
    if (!(error instanceof OnlyCounted)) throw error;
  }
  return purged;
}

/** Takes everything back that was done to be counted. */
class OnlyCounted extends Error {}

/** The command line has nobody's login. */
async function notePurged(tx: Queryable, courseId: number, { before }: PurgeWish, purged: Purged): Promise<void> {
  const subject = `files and texts of commits before ${before.toISOString().slice(0, 10)}`;
  await note(tx, { courseId, actor: { login: 'command line' }, action: 'course.purge', subject, after: purged });
}

async function purgeIn(tx: Queryable, courseId: number, before: Date): Promise<Purged> {
  const submissions = await execute(tx, commitsSql, [courseId, before]);
  const criteria = await execute(tx, textsSql, [courseId]);
  await execute(tx, runsSql, [courseId]);
  await execute(tx, namesSql, [courseId, before]);
  const { contents, bytes } = await one<Pick<Purged, 'contents' | 'bytes'>>(tx, contentSql);
  return { submissions, criteria, contents, bytes };
}
