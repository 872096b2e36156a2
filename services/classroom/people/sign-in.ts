import { mergeByAccount } from '#services/classroom/intake/participant.ts';
import { execute, many, type Queryable } from '#services/platform/database.ts';
import type { Account } from './viewer.ts';

/**
 * Remembers an account that GitHub has just vouched for. Where a course knows only its login, as staff or as a student,
 * it is known by its number from now on; a login whose number is known already stays with that account.
 */
export async function signIn(tx: Queryable, account: Account & { readonly name?: string | undefined }): Promise<void> {
  const { githubId, login, name } = account;
  await execute(
    tx,
    `insert into account (github_id, login, name) values ($1, $2, $3)
     on conflict (github_id) do update set login = excluded.login, name = excluded.name, seen_at = now()`,
    [githubId, login, name],
  );
  await execute(tx, 'update staff set github_id = $1 where login = lower($2) and github_id is null', [githubId, login]);
  const promised = await many<{ id: number }>(
    tx,
    `select distinct a.participant_id as id from participant_account a join participant p on p.id = a.participant_id
     where a.login = lower($1) and a.github_id is null and p.kind = 'student'`,
    [login],
  );
  for (const { id } of promised) await mergeByAccount(tx, id, { id: githubId, login, bot: false });
}
