import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
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

/** Starts a process, ready on return; `end` is how it ended after SIGTERM. */
async function start(role: string, ready: string, environment: NodeJS.ProcessEnv) {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), role], {
    env: { PATH, HOME: data, PUSHMARK_DATA: data, DATABASE_URL: database.url, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = text(child.stderr);
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (words) => String(words).includes(ready) && resolve());
    void ended.then(async () => reject(new Error(`it ended: ${await said}`)));
  });
  const end = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { pid: child.pid, end };
}

const timeout = 60_000;

test('a reporter runs on its own, without Docker, and ends in order when it is told to', { timeout }, async () => {
  const reporter = await start('reporter', 'Pushmark reports', { DOCKER_HOST: 'unix:///nowhere.sock' });
  expect(await reporter.end()).toEqual([0, null]);
});

test('a worker that ends removes what it could not remove before', { timeout }, async () => {
  const settings = { PUSHMARK_POOL: '0', ...(process.env.DOCKER_HOST && { DOCKER_HOST: process.env.DOCKER_HOST }) };
  const worker = await start('worker', 'Pushmark grades', settings);
  const docker = new Docker();
  const Labels = { pushmark: '1', 'pushmark.owner': `worker-${hostname()}-${worker.pid}` };
  const { id } = await docker.createContainer({ Image: 'pushmark-run:latest', Labels });
  expect(await worker.end()).toEqual([0, null]);
  await expect(docker.getContainer(id).inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test('a port that is taken is said, and nothing of the rest keeps the process', { timeout }, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const PORT = String((server.address() as AddressInfo).port);
  try {
    await expect(start('serve', 'listens on', { PORT })).rejects.toThrow('EADDRINUSE');
  } finally {
    server.close();
  }
});
