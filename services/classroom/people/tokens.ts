import { randomBytes } from 'node:crypto';
import { execute, many, maybe, one, type Queryable } from '#services/platform/database.ts';
import { secretDigest } from './secret-digest.ts';
import type { Account } from './viewer.ts';

/** How a token looks; secret scanners know it by its beginning. */
const FORM = /^pushmark_[A-Za-z0-9_-]{43}$/;

export interface AccessToken {
  readonly id: number;
  readonly name: string;
  /** Slug of the only course it is for; null: every course that its owner may read. */
  readonly course: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** Makes a token that reads for its owner; answers its text, which is kept nowhere. `days`: 1 to 366. */
export async function makeToken(
  tx: Queryable,
  owner: Account,
  wish: { readonly name: string; readonly courseId: number | undefined; readonly days: number },
): Promise<{ id: number; token: string }> {
  const token = `pushmark_${randomBytes(32).toString('base64url')}`;
  const { id } = await one<{ id: number }>(
    tx,
    `insert into access_token (github_id, name, digest, course_id, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(days => $5)) returning id`,
    [owner.githubId, wish.name, secretDigest(token), wish.courseId, wish.days],
  );
  return { id, token };
}

/** Whose token it is, and the only course it is for; undefined for one that is unknown, over or taken back. */
export async function accountByToken(db: Queryable, token: string) {
  if (!FORM.test(token)) return undefined;
  return maybe<Account & { courseId: number | null }>(
    db,
    `with used as (update access_token set used_at = now()
       where digest = $1 and expires_at > now() and revoked_at is null returning github_id, course_id)
     select a.github_id as "githubId", a.login, u.course_id as "courseId" from used u join account a using (github_id)`,
    [secretDigest(token)],
  );
}

export async function tokensOf(db: Queryable, githubId: number): Promise<AccessToken[]> {
  return many<AccessToken>(
    db,
    `select t.id, t.name, c.slug as course, t.created_at as "createdAt", t.expires_at as "expiresAt", t.used_at as "usedAt"
     from access_token t left join course c on c.id = t.course_id
     where t.github_id = $1 and t.revoked_at is null and t.expires_at > now() order by t.id`,
    [githubId],
  );
}

/** Takes a token back; false where it is not this account's. */
export async function revokeToken(tx: Queryable, githubId: number, id: number): Promise<boolean> {
  const sql = 'update access_token set revoked_at = now() where id = $1 and github_id = $2 and revoked_at is null';
  return (await execute(tx, sql, [id, githubId])) === 1;
}
