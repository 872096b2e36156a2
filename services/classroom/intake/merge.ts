import { execute, maybe, type Queryable } from '#services/platform/database.ts';

/**
 * Everything that belongs to a participant, and what makes it another's when both are one. `$1` is who goes, `$2` who
 * stays. A test compares the names with the foreign keys of the database: whoever adds a table is reminded.
 */
export const BELONGINGS: Readonly<Record<string, readonly string[]>> = {
  'repository.participant_id': ['update repository set participant_id = $2 where participant_id = $1'],
  'submission.participant_id': ['update submission set participant_id = $2 where participant_id = $1'],
  'participant_account.participant_id': [
    `insert into participant_account (participant_id, login, github_id)
       select $2, login, github_id from participant_account where participant_id = $1
     on conflict (participant_id, login) do update
       set github_id = coalesce(participant_account.github_id, excluded.github_id)`,
    'delete from participant_account where participant_id = $1',
  ],
  // Two rows of the roster were one person: the row of who stays is kept linked, unless it has left.
  'roster_entry.participant_id': [
    `update roster_entry set participant_id = null where participant_id = $2 and left_at is not null
       and exists (select from roster_entry where participant_id = $1 and left_at is null)`,
    `update roster_entry set participant_id = null where participant_id = $1
       and exists (select from roster_entry where participant_id = $2)`,
    'update roster_entry set participant_id = $2 where participant_id = $1',
  ],
  'group_member.group_id': [],
  'group_member.student_id': [
    'insert into group_member (group_id, student_id) select group_id, $2 from group_member where student_id = $1 on conflict do nothing',
    'delete from group_member where student_id = $1',
  ],
  // One acceptance for each assignment: the one that is done, else that of who stays.
  'acceptance.participant_id': [
    `delete from acceptance g using acceptance s where g.participant_id = $1 and s.participant_id = $2
       and s.assignment_id = g.assignment_id and (s.step = 'done' or g.step <> 'done')`,
    `delete from acceptance s using acceptance g where g.participant_id = $1 and s.participant_id = $2
       and s.assignment_id = g.assignment_id`,
    'update acceptance set participant_id = $2 where participant_id = $1',
  ],
  'creation.participant_id': ['update creation set participant_id = $2 where participant_id = $1'],
  // One assistant for each work: that of who stays.
  'marking.participant_id': [
    `delete from marking g using marking s where g.participant_id = $1 and s.participant_id = $2
       and s.assignment_id = g.assignment_id`,
    'update marking set participant_id = $2 where participant_id = $1',
  ],
  'extension.participant_id': ['update extension set participant_id = $2 where participant_id = $1'],
  // One grade set by hand for each assignment: the one that was set last.
  'override.participant_id': [
    `update override o set revoked_at = now(), revoked_by = 'two participants became one'
     where o.participant_id in ($1, $2) and o.revoked_at is null and exists (select from override later
       where later.participant_id in ($1, $2) and later.revoked_at is null and later.assignment_id = o.assignment_id
         and (later.set_at, later.id) > (o.set_at, o.id))`,
    'update override set participant_id = $2 where participant_id = $1',
  ],
};

/** Makes one participant of two students: all that was the first's is the second's, and the first is gone. */
export async function mergeInto(tx: Queryable, goes: number, stays: number): Promise<void> {
  for (const sql of Object.values(BELONGINGS).flat())
    await execute(tx, sql, sql.includes('$2') ? [goes, stays] : [goes]);
  await execute(tx, 'delete from participant where id = $1', [goes]);
}

/** Deletes a participant to whom nothing belongs but names, such as a mistyped login made. Answers whether it did. */
export async function dropUnused(tx: Queryable, participantId: number): Promise<boolean> {
  const tables = Object.keys(BELONGINGS).filter((name) => !name.startsWith('participant_account'));
  const used = tables.map((name) => {
    const [table, column] = name.split('.');
    return `exists (select from ${table} where ${column} = $1)`;
  });
  const known = 'exists (select from participant_account where participant_id = $1 and github_id is not null)';
  if (await maybe(tx, `select where ${[...used, known].join(' or ')}`, [participantId])) return false;
  await execute(tx, 'delete from participant_account where participant_id = $1', [participantId]);
  return (await execute(tx, 'delete from participant where id = $1', [participantId])) > 0;
}
