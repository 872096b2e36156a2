/**
 * What was made at GitHub for whom. It is written down before GitHub is asked: a name that was free then, and is taken
 * about that time, is ours even where the answer was lost. Whatever else has the name belongs to somebody else.
 */
import { execute, maybe, type Queryable } from '#services/platform/database.ts';

export interface Creation {
  readonly kind: 'repository' | 'team';
  /** `owner/name`, or `organisation/slug` of a team; in any case. */
  readonly name: string;
  readonly participantId: number;
}

/** Right before GitHub is asked; the name has to be free. */
export async function noteAsking(db: Queryable, { kind, name, participantId }: Creation): Promise<void> {
  const sql = `insert into creation (kind, name, participant_id) values ($1, lower($2), $3)
    on conflict (kind, name) do update set participant_id = excluded.participant_id, asked_at = now(), github_id = null`;
  await execute(db, sql, [kind, name, participantId]);
}

/** GitHub has made it, and gave it this id. */
export async function noteMade(db: Queryable, { kind, name, participantId }: Creation, id: number): Promise<void> {
  const sql = `update creation set github_id = $4 where kind = $1 and name = lower($2) and participant_id = $3`;
  await execute(db, sql, [kind, name, participantId, id]);
}

/** GitHub has refused: the name was taken in between, or is none. */
export async function forgetAsking(db: Queryable, { kind, name, participantId }: Creation): Promise<void> {
  const sql = `delete from creation where kind = $1 and name = lower($2) and participant_id = $3 and github_id is null`;
  await execute(db, sql, [kind, name, participantId]);
}

/** How long after we asked GitHub may have made it, its clock being another. */
const slack = `interval '2 minutes'`;

/** Whether what GitHub has by that name was made for this participant. */
export async function isMadeFor(
  db: Queryable,
  { kind, name, participantId }: Creation,
  found: { readonly id: number; readonly created_at?: string | null },
): Promise<boolean> {
  const sql = `select from creation where kind = $1 and name = lower($2) and participant_id = $3
    and (github_id = $4 or github_id is null and $5::timestamptz <= asked_at + ${slack})`;
  const made = await maybe(db, sql, [kind, name, participantId, found.id, found.created_at ?? null]);
  return made !== undefined;
}
