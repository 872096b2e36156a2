import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fetchFolder, sweepFetches } from './folders.ts';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'pushmark-folders-'));
  vi.stubEnv('TMPDIR', place);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(place, { recursive: true });
});

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid!;
}

it('removes what a killed worker left, with all that is in it, and nothing of one that lives', async () => {
  const left = join(place, `pushmark-fetch-${await deadPid()}-abcdef`);
  await mkdir(left);
  await writeFile(join(left, 'HEAD'), 'ref: refs/heads/main');
  const other = join(place, `pushmark-fetch-${process.ppid}-abcdef`);
  await mkdir(other);
  const foreign = join(place, 'something-else');
  await mkdir(foreign);
  expect(await sweepFetches()).toBe(1);
  expect([await exists(left), await exists(other), await exists(foreign)]).toEqual([false, true, true]);
});

it('a start that got the number of the worker that died removes its folders too', async () => {
  const left = await fetchFolder();
  expect(await sweepFetches()).toBe(1);
  expect(await exists(left)).toBe(false);
});
