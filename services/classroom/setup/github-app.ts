import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { seal, unseal } from './sealed.ts';

/** What an App may do: `grade` is the least; `classroom` makes repositories and teams, too. */
export type Profile = 'grade' | 'classroom';

/** What is known of the App that /setup made, apart from its secrets. */
export interface AppFacts {
  readonly id: number;
  /** Its name in GitHub's addresses. */
  readonly slug: string;
  readonly profile: Profile;
  /** Login of the organisation that it was made for. */
  readonly organisation: string;
  /** Where people and GitHub reach the server; no slash at its end. */
  readonly publicUrl: string;
  /** How pushes reach us. */
  readonly intake: 'webhook' | 'poll';
}

/** What nobody else may know of it. */
export interface AppSecrets {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
  /** PEM. */
  readonly privateKey: string;
}

export type StoredApp = AppFacts & AppSecrets;

const key = 'github-app';

/** Keeps the App, its secrets sealed. Answers false when there is one already; that one stays. */
export async function storeApp(tx: Queryable, app: StoredApp, secret: string): Promise<boolean> {
  const sql = 'insert into setting (key, value) values ($1, $2) on conflict do nothing';
  return (await execute(tx, sql, [key, written(app, secret)])) > 0;
}

/** What is known of the stored App without opening it. */
export async function appFacts(db: Queryable): Promise<AppFacts | undefined> {
  const row = await read(db);
  if (!row) return undefined;
  const { sealed: _, ...facts } = row;
  return facts;
}

/**
 * The stored App. `secrets`: the present one first, then those that it may have been sealed with before; with
 * `mayWrite` it is sealed anew with the present one. Throws InvalidInput when none of them opens it.
 */
export async function storedApp(
  db: Queryable,
  secrets: readonly [string, ...string[]],
  mayWrite: boolean,
): Promise<StoredApp | undefined> {
  const row = await read(db);
  if (!row) return undefined;
  const { sealed, ...facts } = row;
  const opened = unseal(sealed, secrets);
  if (!opened) throw new InvalidInput([cannotOpen]);
  const app = { ...facts, ...(JSON.parse(opened.text) as AppSecrets) };
  if (opened.by > 0 && mayWrite) {
    await execute(db, 'update setting set value = $2 where key = $1', [key, written(app, secrets[0])]);
  }
  return app;
}

type Row = AppFacts & { readonly sealed: string };

async function read(db: Queryable): Promise<Row | undefined> {
  const row = await maybe<{ value: string }>(db, 'select value from setting where key = $1', [key]);
  return row && (JSON.parse(row.value) as Row);
}

function written(app: StoredApp, secret: string): string {
  const { clientId, clientSecret, webhookSecret, privateKey, ...facts } = app;
  const sealed = seal(JSON.stringify({ clientId, clientSecret, webhookSecret, privateKey }), secret);
  return JSON.stringify({ ...facts, sealed });
}

const cannotOpen = {
  ...{ file: 'environment', line: 0, column: 0, field: 'PUSHMARK_SECRET' },
  message:
    'does not open the GitHub App that /setup has stored: give back the value it had, or set that as PUSHMARK_SECRET_PREVIOUS',
};
