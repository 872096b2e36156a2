import { many, type Queryable } from '#services/platform/database.ts';
import { asList } from './clean.ts';
import type { RosterEntry } from './person.ts';

interface Row {
  readonly id: number;
  readonly participantId: number | null;
  readonly name: string;
  readonly email: string | null;
  readonly institutionId: string | null;
  readonly login: string | null;
  readonly section: string | null;
  readonly groups: readonly string[] | null;
  readonly begun: readonly string[];
  readonly left: boolean;
  readonly invited: boolean;
}

const select = `select id, participant_id as "participantId", name, email, institution_id as "institutionId", login,
  section, left_at is not null as left, invite is not null and participant_id is null as invited,
  case when participant_id is null then string_to_array(waiting_groups, ', ') else array(select g.name
    from group_member m join participant g on g.id = m.group_id where m.student_id = roster_entry.participant_id) end as groups,
  array(select g.name from group_member m join participant g on g.id = m.group_id where m.student_id = roster_entry.participant_id
    and exists (select from repository r where r.participant_id = g.id)) as begun
  from roster_entry`;

/** Everybody who is or was on the roster of a course, by section and name. */
export async function loadRoster(db: Queryable, courseId: number): Promise<RosterEntry[]> {
  const rows = await many<Row>(db, `${select} where course_id = $1 order by section nulls last, lower(name), id`, [
    courseId,
  ]);
  return rows.map(entryOf);
}

/** One of them, locked for what comes; undefined where the course has none of this id. */
export async function lockEntry(tx: Queryable, courseId: number, id: number): Promise<RosterEntry | undefined> {
  const rows = await many<Row>(tx, `${select} where course_id = $1 and id = $2 for update`, [courseId, id]);
  return rows[0] && entryOf(rows[0]);
}

/** Sections of the roster, those of people who are there. */
export async function sectionsOf(db: Queryable, courseId: number): Promise<string[]> {
  const sql = `select distinct section from roster_entry
    where course_id = $1 and left_at is null and section is not null order by section`;
  return (await many<{ section: string }>(db, sql, [courseId])).map(({ section }) => section);
}

function entryOf(row: Row): RosterEntry {
  const { email, institutionId, login, section, participantId, groups, ...rest } = row;
  return {
    ...rest,
    email: email ?? undefined,
    institutionId: institutionId ?? undefined,
    login: login ?? undefined,
    section: section ?? undefined,
    group: asList(groups ?? []) || undefined,
    participantId: participantId ?? undefined,
  };
}
