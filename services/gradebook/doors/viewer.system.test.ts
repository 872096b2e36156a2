import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { testGradebook } from '../testing/app.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test('without sign-in this machine alone may do everything, unless a gate is in front', async () => {
  const app = await testGradebook(database.web);
  const gated = await testGradebook(database.web, { gated: true });
  const from = async (remoteAddress: string, by = app) => (await by.inject({ url: '/', remoteAddress })).body;
  for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
    expect([address, await from(address)]).toEqual([address, expect.stringContaining('No course yet')]);
  for (const address of ['192.168.1.4', '172.17.0.1', 'fe80::1', '::ffff:10.0.0.1'])
    expect([address, await from(address)]).toEqual([address, expect.stringContaining('Sign in to see yours')]);
  expect(await from('192.168.1.4', gated)).toContain('No course yet');
  await Promise.all([app.close(), gated.close()]);
});
