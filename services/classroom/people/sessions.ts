import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { json } from '#services/platform/storable.ts';
import { secretDigest } from './secret-digest.ts';

/** What a browser's cookie leads to. */
export interface KeptSession {
  /** GitHub's number of the account; undefined until signed in. */
  readonly githubId?: number | undefined;
}

/** Keeps a session. The cookie's value itself is kept nowhere: who reads the table can sign in as nobody. */
export async function keepSession(db: Queryable, id: string, session: KeptSession, expiresAt: Date): Promise<void> {
  await execute(
    db,
    `insert into session (digest, github_id, data, expires_at) values ($1, $2, $3, $4)
     on conflict (digest) do update set github_id = excluded.github_id, data = excluded.data,
       expires_at = excluded.expires_at`,
    [secretDigest(id), session.githubId, json(session), expiresAt],
  );
}

/** The session of a cookie, unless it is over. */
export async function findSession<T extends KeptSession>(db: Queryable, id: string): Promise<T | undefined> {
  const sql = 'select data from session where digest = $1 and expires_at > now()';
  return (await maybe<{ data: T }>(db, sql, [secretDigest(id)]))?.data;
}

export async function endSession(db: Queryable, id: string): Promise<void> {
  await execute(db, 'delete from session where digest = $1 or expires_at < now()', [secretDigest(id)]);
}

/** Signs an account out of every browser; answers of how many. */
export async function endSessionsOf(db: Queryable, githubId: number): Promise<number> {
  return execute(db, 'delete from session where github_id = $1', [githubId]);
}

/** The account of a session, with the login as of its last sign-in; `admin`: it has set this server up. */
export async function accountById(db: Queryable, githubId: number) {
  const sql = `select github_id as "githubId", login, coalesce((select value::jsonb @> to_jsonb(github_id)
      from setting where key = 'admins'), false) as admin from account where github_id = $1`;
  return maybe<{ githubId: number; login: string; admin: boolean }>(db, sql, [githubId]);
}
