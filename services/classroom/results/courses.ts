import { many, type Queryable } from '#services/platform/database.ts';
import { ownParticipants } from '../people/access.ts';
import type { Viewer } from '../people/viewer.ts';

export interface CourseSummary {
  readonly slug: string;
  readonly title: string;
  /** When it is taught; null: it does not say. */
  readonly term: string | null;
  readonly assignments: number;
  readonly participants: number;
  readonly waiting: number;
}

const coursesSql = `
  with own as (${ownParticipants})
  select c.slug, c.title, c.document ->> 'term' as term,
    (select count(*) from assignment a where a.course_id = c.id and not a.retired)::int as assignments,
    (select count(*) from participant p where p.course_id = c.id)::int as participants,
    (select count(*) from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
      where a.course_id = c.id and r.state in ('queued', 'running'))::int as waiting
  from course c
  where $2 or exists (select from own where course_id = c.id)
    or exists (select from staff s where s.course_id = c.id and s.github_id = $1)
    or exists (select from roster_entry e join participant_account a on a.participant_id = e.participant_id
      where e.course_id = c.id and a.github_id = $1 and e.left_at is null)
  order by c.title`;

/** The courses that somebody has to do with. */
export async function listCourses(db: Queryable, { account, admin }: Viewer): Promise<CourseSummary[]> {
  return many<CourseSummary>(db, coursesSql, [account?.githubId, admin]);
}
