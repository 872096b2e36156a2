import { many, type Queryable } from '#services/platform/database.ts';
import { loadRoster } from './load.ts';
import { FIELDS, type RosterEntry } from './person.ts';

/** A person of the roster, and whose grades are meant. */
export interface RosterPerson extends RosterEntry {
  readonly participant: LinkedParticipant | undefined;
}

export interface LinkedParticipant {
  readonly id: number;
  /** As pushes name it; the newest is not known to be the present one. */
  readonly logins: readonly string[];
  /** GitHub has told the number of its account. */
  readonly known: boolean;
  readonly repositories: number;
}

/** Everybody who is or was on the roster, of these sections only; undefined: all. */
export async function rosterPeople(
  db: Queryable,
  courseId: number,
  sections?: readonly string[],
): Promise<RosterPerson[]> {
  const participants = new Map((await many<LinkedParticipant>(db, LINKED, [courseId])).map((p) => [p.id, p]));
  const entries = await loadRoster(db, courseId);
  return entries
    .filter(({ section }) => sections === undefined || (section !== undefined && sections.includes(section)))
    .map((entry) => ({ ...entry, participant: participants.get(entry.participantId ?? 0) }));
}

/** Those of whom some field or login contains all words of a search. */
export function searchPeople(people: readonly RosterPerson[], search: string): RosterPerson[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return people.filter((person) => {
    const text = plain([...FIELDS.map((field) => person[field]), ...(person.participant?.logins ?? [])].join('\n'));
    return words.every((word) => text.includes(word));
  });
}

const LINKED = `
  select p.id, coalesce(array_agg(a.login order by a.login) filter (where a.login is not null), array[p.name]) as logins,
    coalesce(bool_or(a.github_id is not null), false) as known,
    (select count(*)::int from repository r where r.participant_id = p.id) as repositories
  from roster_entry e join participant p on p.id = e.participant_id
  left join participant_account a on a.participant_id = p.id
  where e.course_id = $1 group by p.id`;

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
