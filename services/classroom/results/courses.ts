import { many, type Queryable } from '#services/platform/database.ts';
import { inSections, ownParticipants } from '../people/access.ts';
import type { Viewer } from '../people/viewer.ts';

export interface CourseSummary {
  readonly slug: string;
  readonly title: string;
  /** When it is taught; null: it does not say. */
  readonly term: string | null;
  readonly assignments: number;
  readonly participants: number;
  readonly waiting: number;
  /** Changes and requests that wait for a decision, of one's sections; 0 for who is no staff. */
  readonly toDecide: number;
}

/** Sections that a member of the staff, `st`, is for; null: all. */
const sections = `(case when $2 or st.role = 'teacher' then null else nullif(st.sections, '{}') end)`;

const undecided = `
  (select count(*) from proposal p join assignment a on a.id = p.assignment_id where a.course_id = c.id and p.state = 'open')
  + (select count(*) from regrade_request q join submission s on s.id = q.submission_id
      join assignment a on a.id = s.assignment_id
      where a.course_id = c.id and q.state = 'open' and ${inSections('s.participant_id', sections)})`;

const coursesSql = `
  with own as (${ownParticipants})
  select c.slug, c.title, c.document ->> 'term' as term,
    (select count(*) from assignment a where a.course_id = c.id and not a.retired)::int as assignments,
    (select count(*) from participant p where p.course_id = c.id)::int as participants,
    (select count(*) from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
      where a.course_id = c.id and r.state in ('queued', 'running'))::int as waiting,
    case when $2 or st.role is not null then (${undecided}) else 0 end::int as "toDecide"
  from course c left join staff st on st.course_id = c.id and st.github_id = $1
  where $2 or exists (select from own where course_id = c.id)
    or exists (select from staff s where s.course_id = c.id and s.github_id = $1)
    or exists (select from roster_entry e join participant_account a on a.participant_id = e.participant_id
      where e.course_id = c.id and a.github_id = $1 and e.left_at is null)
  order by c.title`;

/** The courses that somebody has to do with. */
export async function listCourses(db: Queryable, { account, admin }: Viewer): Promise<CourseSummary[]> {
  return many<CourseSummary>(db, coursesSql, [account?.githubId, admin]);
}
