import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker } from './connect.ts';
import { type DockerSandbox, dockerSandbox } from './docker.ts';
import { resolveImages } from './images.ts';
import type { Command, SandboxLimits } from './sandbox.ts';
import { buildProgram, imageOf } from './testing.ts';

const owner = `pool-test-${process.pid}`;
const MiB = 1024 ** 2;
const limits: SandboxLimits = {
  wallMs: 20_000,
  memoryBytes: 64 * MiB,
  cpus: 64,
  processes: 64,
  outputBytes: 2_000_000,
};
let docker: Docker;
let processors: number;
let image: string;
let sandbox: DockerSandbox;

beforeAll(async () => {
  ({ docker, processors } = await connectDocker());
  const { compile } = await resolveImages(docker, (await readConfig()).images);
  const builder = dockerSandbox(docker, { owner, processors });
  const program = await buildProgram(builder, compile, join(import.meta.dirname, 'testdata/first-process'));
  await builder.close();
  image = await imageOf(docker, program, owner);
});

afterAll(async () => {
  await docker.getImage(image).remove({ force: true });
});

beforeEach(async () => {
  sandbox = dockerSandbox(docker, { owner, processors, pool: 2 });
  await sandbox.warm(command('end'));
});

afterEach(async () => {
  await sandbox.close();
  expect(await ids()).toEqual([]);
});

function command(act: string, changes: Partial<SandboxLimits> = {}): Command {
  const input = [{ path: 'job.json', content: Buffer.from(JSON.stringify({ act })) }];
  return { image, profile: 'run', input, limits: { ...limits, ...changes } };
}

async function ids(): Promise<string[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [`pushmark.owner=${owner}`] } });
  return found.map(({ Id }) => Id).sort();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(50);
}

test('a container that waited does one job and is gone; a new one waits in its place', async () => {
  const before = await ids();
  expect([before.length, sandbox.ready()]).toEqual([2, 2]);
  let during: string[] = [];
  const onEntry = async () => {
    during = await ids();
  };
  const execution = await sandbox.execute({ ...command('end'), onEntry });
  expect(execution).toMatchObject({ ending: 'exited', exitCode: 0, stderr: '' });
  expect(String(execution.entries.get('started'))).toBe('run');
  expect(during.every((id) => before.includes(id))).toBe(true);
  await until(async () => sandbox.ready() === 2 && (await ids()).length === 2);
  expect((await ids()).filter((id) => before.includes(id))).toHaveLength(1);
});

test('the limits of a command hold in a container that was made with others', async () => {
  const waiting = await ids();
  const found: Docker.HostConfig[] = [];
  const look = async () => {
    for (const id of waiting) found.push((await docker.getContainer(id).inspect()).HostConfig);
  };
  const controller = new AbortController();
  const onEntry = () => void look().finally(() => controller.abort(new Error('seen')));
  const narrow = command('sleep', { memoryBytes: 32 * MiB, processes: 40 });
  await expect(sandbox.execute({ ...narrow, onEntry }, controller.signal)).rejects.toThrow('seen');
  expect(found.map(({ Memory, MemorySwap, PidsLimit }) => [Memory, MemorySwap, PidsLimit]).sort()).toEqual([
    [32 * MiB, 32 * MiB, 40],
    [64 * MiB, 64 * MiB, 64],
  ]);
  const hungry = command('use memory', { memoryBytes: 32 * MiB });
  expect(await sandbox.execute(hungry)).toMatchObject({ ending: 'out-of-memory', exitCode: 137 });
});

test('a container that was killed while it waited is replaced and hurts nobody', async () => {
  const [killed = ''] = await ids();
  await docker.getContainer(killed).kill();
  await until(async () => sandbox.ready() === 2 && !(await ids()).includes(killed));
  const both = await Promise.all([sandbox.execute(command('end')), sandbox.execute(command('end'))]);
  expect(both.map(({ ending }) => ending)).toEqual(['exited', 'exited']);
});

test('an aborted command leaves its container to nobody', async () => {
  const controller = new AbortController();
  const onEntry = () => controller.abort(new Error('enough'));
  await expect(sandbox.execute({ ...command('sleep'), onEntry }, controller.signal)).rejects.toThrow('enough');
});

test('without one that waits, a container is made', async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => sandbox.execute(command('end'))));
  expect(all.every(({ ending }) => ending === 'exited')).toBe(true);
});
