/** Folders of fetches. Each is removed when its fetch is over; those of workers that were killed go at the next start. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '#services/platform/alive.ts';

const PREFIX = 'pushmark-fetch-';

/** An empty folder of this process. */
export function fetchFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Removes the folders of processes that are no more, before this one has fetched anything; answers how many. */
export async function sweepFetches(): Promise<number> {
  const left = (await readdir(tmpdir())).filter((name) => {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
  return left.length;
}
