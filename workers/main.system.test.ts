import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';

let database: TestDatabase;
let data: string;
beforeAll(async () => {
  database = await testDatabase();
  data = await mkdtemp(join(tmpdir(), 'pushmark-main-'));
});
afterAll(async () => {
  await database?.close();
  await rm(data, { recursive: true });
});

test('a reporter runs on its own, without Docker, and ends in order when it is told to', {
  timeout: 60_000,
}, async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), 'reporter'], {
    env: {
      PATH: process.env.PATH,
      HOME: data,
      PUSHMARK_DATA: data,
      DATABASE_URL: database.url,
      DOCKER_HOST: 'unix:///nowhere.sock',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = text(child.stderr);
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (words) => String(words).includes('Pushmark reports') && resolve());
    void ended.then(async () => reject(new Error(`it ended: ${await said}`)));
  });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
