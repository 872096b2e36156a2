import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { accountById } from '../people/sessions.ts';
import { appFacts, type StoredApp, storeApp, storedApp } from './github-app.ts';
import { claimAdmin, endSetupToken, isSetupToken, keepWish, makeClaim, setupToken, takeWish } from './link.ts';

const [secret, before] = ['a secret of tests, long enough', 'the secret before it, long enough'] as const;
const app: StoredApp = {
  ...{ id: 7, slug: 'our-class', profile: 'classroom', organisation: 'gophers', publicUrl: 'https://grade.example' },
  ...{ intake: 'webhook', clientId: 'Iv1.x', clientSecret: 'cs-hidden', webhookSecret: 'ws-hidden' },
  privateKey: 'pem-hidden',
};
const wish = { profile: 'grade', organisation: 'o', publicUrl: 'https://p.example', intake: 'poll' } as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(() => database.clear());
afterAll(() => database?.close());

const stored = async () =>
  (await one<{ value: string }>(database.owner, `select value from setting where key = 'github-app'`)).value;

test('the App is kept sealed, and a second one does not take its place', async () => {
  expect(await storedApp(database.web, [secret], true)).toBeUndefined();
  expect(await storeApp(database.web, app, secret)).toBe(true);
  expect(await storeApp(database.web, { ...app, id: 8 }, secret)).toBe(false);
  expect(await stored()).not.toMatch(/hidden/);
  expect(await storedApp(database.worker, [secret], false)).toEqual(app);
  expect(await appFacts(database.web)).toEqual({ ...wish, ...facts });
});

const facts = {
  id: 7,
  slug: 'our-class',
  profile: 'classroom',
  organisation: 'gophers',
  intake: 'webhook',
  publicUrl: app.publicUrl,
};

test('a new secret opens with the one before it and seals anew; afterwards the old one is of no use', async () => {
  await storeApp(database.web, app, before);
  expect(await storedApp(database.worker, [secret, before], false)).toEqual(app);
  expect(await storedApp(database.web, [secret, before], true)).toEqual(app);
  expect(await storedApp(database.web, [secret], true)).toEqual(app);
  await expect(storedApp(database.web, [before], true)).rejects.toThrow(/PUSHMARK_SECRET_PREVIOUS/);
});

test('the link is one for all processes until it is used, and says nothing of the next', async () => {
  const token = await setupToken(database.web, secret);
  expect(await setupToken(database.web, secret)).toBe(token);
  expect(await isSetupToken(database.web, secret, token)).toBe(true);
  expect(await isSetupToken(database.web, secret, `${token}x`)).toBe(false);
  await endSetupToken(database.web);
  expect(await isSetupToken(database.web, secret, token)).toBe(false);
  expect(await setupToken(database.web, secret)).not.toBe(token);
});

test('a wish comes back once, and only with its state', async () => {
  const old = await keepWish(database.web, { ...wish, organisation: 'other' });
  const state = await keepWish(database.web, wish);
  expect(await takeWish(database.web, old)).toBeUndefined();
  expect(await takeWish(database.web, state)).toEqual(wish);
  expect(await takeWish(database.web, state)).toBeUndefined();
});

test('a claim makes one account administrator, by its number', async () => {
  await database.owner.query(`insert into account (github_id, login) values (5, 'ada'), (6, 'ben')`);
  const claim = await makeClaim(database.web);
  expect(await transaction(database.web, (tx) => claimAdmin(tx, 'guessed', 6))).toBe(false);
  expect(await transaction(database.web, (tx) => claimAdmin(tx, claim, 5))).toBe(true);
  expect(await transaction(database.web, (tx) => claimAdmin(tx, claim, 6))).toBe(false);
  expect(await accountById(database.web, 5)).toMatchObject({ login: 'ada', admin: true });
  expect(await accountById(database.web, 6)).toMatchObject({ login: 'ben', admin: false });
});
