import { many, type Queryable } from '#services/platform/database.ts';
import { loadRoster } from './load.ts';
import type { RosterEntry } from './person.ts';
import { type Suggestion, suggester } from './suggest.ts';

/** A student whose repositories are there and who is nobody on the roster. */
export interface UnlinkedStudent {
  readonly participantId: number;
  readonly logins: readonly string[];
  /** As GitHub shows it, once signed in. */
  readonly name: string | undefined;
  readonly repositories: readonly { readonly fullName: string; readonly assignment: string }[];
  /** Of the last push; undefined: never pushed. */
  readonly pushedAt: Date | undefined;
  readonly suggestions: readonly Suggestion[];
}

export interface Unlinked {
  readonly students: readonly UnlinkedStudent[];
  /** People of the roster whom a pusher can be linked to, for a choice by hand. */
  readonly free: readonly RosterEntry[];
}

interface Row {
  readonly participantId: number;
  readonly logins: string[];
  readonly name: string | null;
  readonly repositories: { readonly fullName: string; readonly assignment: string }[];
  readonly pushedAt: Date | null;
}

/** Pushes that belong to nobody on the roster, the latest first, each with whom they may belong to. */
export async function unlinkedPushes(db: Queryable, courseId: number): Promise<Unlinked> {
  const rows = await many<Row>(db, UNLINKED, [courseId]);
  const free = await freeEntries(db, courseId);
  const suggest = suggester(free);
  const students = rows.map(({ name, pushedAt, ...row }) => {
    const pusher = { logins: row.logins, name: name ?? undefined };
    return { ...row, name: pusher.name, pushedAt: pushedAt ?? undefined, suggestions: suggest(pusher) };
  });
  return { students, free };
}

const UNLINKED = `
  select p.id as "participantId",
    coalesce((select array_agg(login order by login) from participant_account where participant_id = p.id), array[p.name])
      as logins,
    (select max(c.name) from participant_account a join account c on c.github_id = a.github_id
      where a.participant_id = p.id) as name,
    json_agg(json_build_object('fullName', r.owner || '/' || r.name, 'assignment', s.slug) order by s.position, r.id)
      as repositories,
    (select max(h.received_at) from hand_in h join repository o on o.id = h.repository_id where o.participant_id = p.id)
      as "pushedAt"
  from participant p join repository r on r.participant_id = p.id join assignment s on s.id = r.assignment_id
  where p.course_id = $1 and p.kind = 'student'
    and not exists (select from roster_entry e where e.participant_id = p.id and e.left_at is null)
    and not exists (select from participant_account a join staff t on t.course_id = $1
      and (t.github_id = a.github_id or t.login = a.login) where a.participant_id = p.id)
  group by p.id order by "pushedAt" desc nulls last, p.id`;

/** People who are linked to nobody, or only to a login of which nothing is known. */
async function freeEntries(db: Queryable, courseId: number): Promise<RosterEntry[]> {
  const settled = await many<{ id: number }>(
    db,
    `select e.id from roster_entry e where e.course_id = $1 and e.participant_id is not null
       and (exists (select from participant_account a where a.participant_id = e.participant_id and a.github_id is not null)
         or exists (select from repository r where r.participant_id = e.participant_id))`,
    [courseId],
  );
  const taken = new Set(settled.map(({ id }) => id));
  return (await loadRoster(db, courseId)).filter(({ id, left }) => !left && !taken.has(id));
}
