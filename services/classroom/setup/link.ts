/**
 * How setting up is kept to whoever runs the server. A link printed at start opens it; what goes to GitHub comes back
 * with a state that only we know, and whoever came back is made administrator by a claim, once signed in. Each is good
 * once, for a while, and is kept as its digest.
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { execute, maybe, one, type Queryable } from '#services/platform/database.ts';
import { secretDigest } from '../people/secret-digest.ts';
import type { AppFacts } from './github-app.ts';

/** What somebody has chosen on the page, on its way to GitHub and back. */
export type SetupWish = Pick<AppFacts, 'profile' | 'organisation' | 'publicUrl' | 'intake'>;

/** Opens /setup; the same for every process, until it has been used. */
export async function setupToken(db: Queryable, secret: string): Promise<string> {
  const sql = `insert into setting (key, value) values ('setup/nonce', $1) on conflict do nothing`;
  await execute(db, sql, [random()]);
  return tokenOf(
    (await one<{ value: string }>(db, `select value from setting where key = 'setup/nonce'`)).value,
    secret,
  );
}

export async function isSetupToken(db: Queryable, secret: string, token: string): Promise<boolean> {
  const row = await maybe<{ value: string }>(db, `select value from setting where key = 'setup/nonce'`);
  return row !== undefined && isEqual(tokenOf(row.value, secret), token);
}

/** The link was used: the next one is another. */
export async function endSetupToken(tx: Queryable): Promise<void> {
  await execute(tx, `delete from setting where key = 'setup/nonce'`);
}

/** Keeps a wish for an hour, as long as GitHub's code is good. Answers the state that brings it back; the newest counts. */
export async function keepWish(db: Queryable, wish: SetupWish): Promise<string> {
  return keepOnce(db, 'setup/wish', wish, 60);
}

export async function takeWish(tx: Queryable, state: string): Promise<SetupWish | undefined> {
  return takeOnce<SetupWish>(tx, 'setup/wish', state);
}

/** A claim to be administrator, good for an hour. */
export async function makeClaim(tx: Queryable): Promise<string> {
  return keepOnce(tx, 'setup/claim', {}, 60);
}

/** Makes an account administrator by its claim; answers whether the claim was good. */
export async function claimAdmin(tx: Queryable, claim: string, githubId: number): Promise<boolean> {
  if (!(await takeOnce(tx, 'setup/claim', claim))) return false;
  await execute(
    tx,
    `insert into setting (key, value) values ('admins', $1) on conflict (key) do update
     set value = (select jsonb_agg(distinct id) from jsonb_array_elements(setting.value::jsonb || excluded.value::jsonb) id)::text`,
    [JSON.stringify([githubId])],
  );
  return true;
}

async function keepOnce(db: Queryable, key: string, what: object, minutes: number): Promise<string> {
  const code = random();
  const value = { what, digest: secretDigest(code), until: new Date(Date.now() + minutes * 60_000) };
  const sql = 'insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value';
  await execute(db, sql, [key, JSON.stringify(value)]);
  return code;
}

async function takeOnce<T>(tx: Queryable, key: string, code: string): Promise<T | undefined> {
  const row = await maybe<{ what: T }>(
    tx,
    `delete from setting where key = $1 and value::jsonb->>'digest' = $2 returning (value::jsonb)->'what' as what,
       (value::jsonb->>'until')::timestamptz > now() as good`,
    [key, secretDigest(code)],
  );
  return row && 'good' in row && row.good ? row.what : undefined;
}

function tokenOf(nonce: string, secret: string): string {
  return createHmac('sha256', secret).update(`setup ${nonce}`).digest('base64url');
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(secretDigest(one)), Buffer.from(secretDigest(other)));
}
