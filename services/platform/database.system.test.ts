import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { alone, execute, many, maybe, one, openDatabase, transaction } from './database.ts';
import { json } from './storable.ts';
import { type TestDatabase, testDatabase } from './testing/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.owner.query('create table note (id bigint primary key, text text, data jsonb)');
  await database.owner.query('grant select on note to pushmark_web');
});
afterAll(() => database.close());

test('each query helper holds its callers to the number of rows that they expect', async () => {
  const db = database.owner;
  expect(await execute(db, 'insert into note (id) values (1), (2)')).toBe(2);
  expect(await many(db, 'select id from note order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await maybe(db, 'select id from note where id = 3')).toBeUndefined();
  await expect(maybe(db, 'select id from note')).rejects.toThrow(/at most one row, got 2/);
  await expect(one(db, 'select id from note where id = 3')).rejects.toThrow(/expected one row, got none/);
});

test('text that PostgreSQL refuses is stored with replacement characters, in text and in json', async () => {
  const hostile = 'a\0b\uD800c';
  await execute(database.owner, 'insert into note values (10, $1, $2), (11, $1, $3)', [
    hostile,
    { [hostile]: [hostile] },
    json([{ deep: { [hostile]: hostile } }]),
  ]);
  const rows = await many(database.owner, 'select text, data from note where id >= 10 order by id');
  const clean = 'a\uFFFDb\uFFFDc';
  expect(rows).toEqual([
    { text: clean, data: { [clean]: [clean] } },
    { text: clean, data: [{ deep: { [clean]: clean } }] },
  ]);
});

test('a bigint that a number cannot hold is an error, never a rounded id', async () => {
  await expect(many(database.owner, 'select 9007199254740993::bigint')).rejects.toThrow(/beyond 2\^53/);
});

test('a transaction that throws leaves nothing behind and gives its connection back', async () => {
  const failing = transaction(database.owner, async (tx) => {
    await execute(tx, 'insert into note (id) values (20)');
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await maybe(database.owner, 'select id from note where id = 20')).toBeUndefined();
  expect(database.owner.waitingCount + database.owner.totalCount - database.owner.idleCount).toBe(0);
});

test('statements of one transaction that are sent together are done in their order, and fail together', async () => {
  await transaction(database.owner, async (tx) => {
    const insert = execute(tx, 'insert into note (id) values (21)');
    expect(await Promise.all([insert, one(tx, 'select id from note where id = 21')])).toEqual([1, { id: 21 }]);
  });
  const failing = transaction(database.owner, (tx) =>
    Promise.all([execute(tx, 'insert into note (id) values (22)'), execute(tx, 'insert into note (id) values (21)')]),
  );
  await expect(failing).rejects.toThrow(/duplicate key/);
  expect(await maybe(database.owner, 'select id from note where id = 22')).toBeUndefined();
});

test('connections that shall be ready are there before anybody asks for one', async () => {
  const url = database.url;
  const ready = await openDatabase({ url, role: 'web', name: 'ready', ready: 3, onIdleError: () => undefined });
  const sql = `select count(*)::int as n from pg_stat_activity where application_name = 'ready' and datname = current_database()`;
  expect(await one(database.owner, sql)).toEqual({ n: 3 });
  await ready.end();
});

test('a connection that breaks between two statements fails the transaction and not the process', async () => {
  const ended = transaction(database.owner, async (tx) => {
    // Not events.once, which would fail at the connection's error, maybe before anybody waits for it.
    const gone = Promise.withResolvers<void>();
    tx.once('end', gone.resolve);
    await endSession(await one(tx, 'select pg_backend_pid() as pid'));
    await gone.promise;
  });
  await expect(ended).rejects.toThrow(/terminat|connection error/);
  expect(await one(database.owner, 'select 1 as n')).toEqual({ n: 1 });
});

test('work that is alone ends although its lock broke away meanwhile', async () => {
  const holder = `select l.pid from pg_locks l join pg_database d on d.oid = l.database
    where locktype = 'advisory' and objid = 4711 and granted and datname = current_database()`;
  const ran = alone(database.owner, 4711, async () => {
    await endSession(await one(database.owner, holder));
    await vi.waitFor(async () => expect(await many(database.owner, holder)).toEqual([]), 60_000);
  });
  expect(await ran).toBe(true);
});

async function endSession({ pid }: { pid: number }): Promise<void> {
  await execute(database.owner, 'select pg_terminate_backend($1)', [pid]);
}

test('the web role reads what it was granted and cannot write evidence', async () => {
  expect(await one(database.web, 'select current_user as name')).toEqual({ name: 'pushmark_web' });
  await expect(execute(database.web, 'delete from note')).rejects.toThrow(/permission denied/);
  await expect(execute(database.web, `update run set seed = 'x'`)).rejects.toThrow(/permission denied/);
  expect(await execute(database.worker, `update run set seed = 'x'`)).toBe(0);
});

test('a login that may not assume the roles works as itself', async () => {
  await database.owner.query(
    `do $$ begin create role lonely login password 'x' noinherit; exception when duplicate_object then null; end $$`,
  );
  const url = Object.assign(new URL(database.url), { username: 'lonely', password: 'x' }).href;
  const lonely = await openDatabase({ url, role: 'web', onIdleError: () => undefined });
  expect(await one(lonely, 'select current_user as name')).toEqual({ name: 'lonely' });
  await lonely.end();
});
