import { maybe, type Queryable } from '#services/platform/database.ts';
import { type Access, isAtLeast, type Role, type Viewer } from './viewer.ts';

/** Participants of a course that an account is, alone or in a group. `$1`: GitHub's number of the account. */
export const ownParticipants = `
  select p.id, p.course_id from participant p join participant_account a on a.participant_id = p.id
    where a.github_id = $1 and p.kind = 'student'
  union select g.id, g.course_id from participant g join group_member m on m.group_id = g.id
    join participant_account a on a.participant_id = m.student_id where a.github_id = $1`;

const accessSql = `
  with own as (${ownParticipants})
  select c.id, c.slug, c.title, c.document ->> 'term' as term, c.time_zone as "timeZone", s.role, s.sections,
    to_json(array(select id from own where course_id = c.id)) as participants,
    exists (select from roster_entry e join participant_account a on a.participant_id = e.participant_id
      where e.course_id = c.id and a.github_id = $1 and e.left_at is null) as enrolled
  from course c left join staff s on s.course_id = c.id and s.github_id = $1
  where c.slug = $2 and ($3::bigint is null or c.id = $3)`;

/** What somebody may do in the course of this slug; undefined where there is none that it has to do with. */
export async function accessTo(db: Queryable, viewer: Viewer, slug: string): Promise<Access | undefined> {
  const row = await maybe<Row>(db, accessSql, [viewer.account?.githubId ?? null, slug, viewer.onlyCourse ?? null]);
  if (!row) return undefined;
  const { role, sections, participants, enrolled, ...course } = row;
  if (viewer.admin) return { course, role: 'teacher', sections: undefined, participants, admin: true };
  if (role)
    return { course, role, sections: role !== 'teacher' && sections?.length ? sections : undefined, participants };
  return participants.length > 0 || enrolled
    ? { course, role: 'student', sections: undefined, participants }
    : undefined;
}

/** Whether somebody may see what belongs to a participant: its own, or as staff that is for its section. */
export async function seesParticipant(db: Queryable, access: Access, participantId: number): Promise<boolean> {
  if (access.participants.includes(participantId)) return true;
  if (!isAtLeast(access.role, 'observer')) return false;
  const sql = `select from participant p where p.id = $1 and p.course_id = $2 and ${inSections('p.id', '$3')}`;
  return (await maybe(db, sql, [participantId, access.course.id, access.sections ?? null])) !== undefined;
}

/** SQL: the participant is in one of the sections, itself or by a member of its group; null sections are all. */
export function inSections(participant: string, sections: string): string {
  return `(${sections}::text[] is null or exists (select from roster_entry e
    where e.section = any(${sections}) and (e.participant_id = ${participant}
      or e.participant_id in (select student_id from group_member where group_id = ${participant}))))`;
}

/** Where a submission is: its course, and whose it is. */
export async function placeOfSubmission(db: Queryable, id: number) {
  return maybe<{ slug: string; participantId: number }>(
    db,
    `select c.slug, s.participant_id as "participantId" from submission s join assignment a on a.id = s.assignment_id
       join course c on c.id = a.course_id where s.id = $1`,
    [id],
  );
}

/** Whether somebody may know what became of a repository's commits: its participant, and staff of its course. */
export async function seesRepository(db: Queryable, viewer: Viewer, id: number | undefined): Promise<boolean> {
  if (viewer.admin) return true;
  const sql = `select c.slug, r.participant_id as "participantId" from repository r join course c on c.id = r.course_id
    where r.id = $1`;
  const place = await maybe<{ slug: string; participantId: number | null }>(db, sql, [id ?? null]);
  const access = place && (await accessTo(db, viewer, place.slug));
  if (!access) return false;
  if (place.participantId !== null) return seesParticipant(db, access, place.participantId);
  return isAtLeast(access.role, 'observer');
}

interface Row {
  id: number;
  slug: string;
  title: string;
  term: string | null;
  timeZone: string;
  role: Exclude<Role, 'student'> | null;
  sections: string[] | null;
  participants: number[];
  enrolled: boolean;
}
