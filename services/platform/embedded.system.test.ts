import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from './embedded.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pushmark-embedded-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

test('two that open the same directory at once share one server, which stops with the last of them', async () => {
  const folder = join(directory, 'shared');
  const [first, second] = await Promise.all([
    startEmbedded({ directory: folder }),
    startEmbedded({ directory: folder }),
  ]);
  expect(second.url).toBe(first.url);
  await ask(first.url, 'create table kept as select 7 as n');
  await first.close();
  expect(await ask(second.url, 'select n from kept')).toEqual({ n: 7 });
  await second.close();
  await expect(ask(second.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  const again = await startEmbedded({ directory: folder });
  expect(await ask(again.url, 'select n from kept')).toEqual({ n: 7 });
  await again.close();
});

test('a server in a folder that only root may enter starts all the same', {
  skip: process.getuid?.() !== 0,
}, async () => {
  const closed = await mkdtemp(join(directory, 'closed-'));
  const server = await startEmbedded({ directory: join(closed, 'postgres') });
  expect(await ask(server.url, 'select current_database() as name')).toEqual({ name: 'pushmark' });
  await server.close();
});

test('only who knows the password comes in', async () => {
  const server = await startEmbedded({ directory: join(directory, 'secret') });
  const stranger = Object.assign(new URL(server.url), { password: 'guess' }).href;
  await expect(ask(stranger, 'select 1')).rejects.toThrow(/password authentication failed/);
  await server.close();
});
