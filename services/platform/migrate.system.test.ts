import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { many, one, openDatabase } from './database.ts';
import { InfrastructureError } from './errors.ts';
import { MIGRATIONS, migrate, pendingMigrations } from './migrate.ts';
import { type TestDatabase, testDatabase } from './testing/postgres.ts';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'pushmark-migrations-'));
  await cp(MIGRATIONS, folder, { recursive: true });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

test('a migrated database has nothing pending and is left alone', async () => {
  expect(await pendingMigrations(database.owner)).toEqual([]);
  expect(await migrate(database.owner)).toEqual([]);
});

test('several processes that start at once apply a new migration once', async () => {
  await writeFile(join(folder, '9001_more.sql'), 'create table more (n int); insert into more values (1)');
  const applied = await Promise.all([1, 2, 3].map(() => migrate(database.owner, folder)));
  expect(applied.flat()).toEqual(['9001_more.sql']);
  expect(await one(database.owner, 'select count(*) as rows from more')).toEqual({ rows: 1 });
});

test("a login that is not the owner's finds nothing pending, or is told who brings the database up to date", async () => {
  const url = await database.loginOf('worker');
  const login = await openDatabase({ url, role: 'owner', onIdleError: () => undefined });
  expect(await migrate(login, folder)).toEqual([]);
  await writeFile(join(folder, '9001_more.sql'), 'create table more (n int)');
  const told = await migrate(login, folder).catch((error: Error) => error);
  await login.end();
  expect(told).toBeInstanceOf(InfrastructureError);
  expect((told as Error).message).toMatch(/waits for 9001_more\.sql.*run "pushmark migrate"/);
  expect(await one(database.owner, `select to_regclass('more') as there`)).toEqual({ there: null });
});

test('a migration that fails leaves the database as it was', async () => {
  await writeFile(join(folder, '9001_good.sql'), 'create table good (n int)');
  await writeFile(join(folder, '9002_bad.sql'), 'create table bad (n no_such_type)');
  await expect(migrate(database.owner, folder)).rejects.toThrow(/no_such_type/);
  expect(await one(database.owner, `select to_regclass('good') as there`)).toEqual({ there: null });
  expect(await pendingMigrations(database.owner, folder)).toEqual(['9001_good.sql', '9002_bad.sql']);
});

test('a file that was changed after it was applied is an error', async () => {
  await writeFile(join(folder, '0001_course.sql'), '-- rewritten');
  await expect(migrate(database.owner, folder)).rejects.toThrow(/0001_course\.sql was changed after it was applied/);
});

test('a version that is behind goes on with what later ones have added', async () => {
  await writeFile(join(folder, '9001_later.sql'), 'create table later (n int)');
  expect(await migrate(database.owner, folder)).toEqual(['9001_later.sql']);
  await rm(join(folder, '9001_later.sql'));
  expect(await migrate(database.owner, folder)).toEqual([]);
});

test('a version that is behind stops where a later one has broken it', async () => {
  await writeFile(
    join(folder, '9999_future.sql'),
    '-- breaks: runs are another table now\ncreate table future (n int)',
  );
  await migrate(database.owner, folder);
  await rm(join(folder, '9999_future.sql'));
  await expect(migrate(database.owner, folder)).rejects.toThrow(/9999_future\.sql.*update Pushmark/);
  expect(await many(database.owner, 'select name from migration')).not.toHaveLength(0);
});
