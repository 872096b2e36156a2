import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InfrastructureError } from '#services/platform/errors.ts';
import { scrub } from '#services/platform/scrub.ts';
import { mebibytes } from './choose.ts';
import type { GitEnd } from './git.ts';
import type { FetchLimits } from './limits.ts';

/** git's words for a commit that the server does not have, in the versions that are around. */
const GONE =
  /not our ref|no such remote ref|couldn't find remote ref|bad object|not a valid object|Server does not allow request for unadvertised object/i;
/** Words of our own disk: whatever git concludes from it says nothing of the commit. */
const DISK = /no space left on device|disk quota exceeded|read-only file system|input\/output error/i;
const CLOSED = /repository .*not found|returned error: 404|returned error: 410/i;

/**
 * Why a failed fetch will fail again, in words for the student, or undefined. Refused credentials (401, 403) are not
 * among them: they are as well an expired token, a rate limit or a mistake of ours, and those are retried.
 */
export async function lasting(end: GitEnd, directory: string, limits: FetchLimits): Promise<string | undefined> {
  if (DISK.test(end.stderr)) return undefined;
  if ((await largestPack(directory)) >= limits.packBytes) {
    return `The commit is bigger than ${mebibytes(limits.packBytes)}. Remove what does not belong to the exercise, and push again.`;
  }
  if (GONE.test(end.stderr))
    return 'The commit is no longer in the repository: it was replaced, for example by a forced push.';
  if (CLOSED.test(end.stderr)) return 'The repository is gone, or Pushmark may no longer read it.';
  return undefined;
}

/** Bytes. The kernel ends the process that writes a pack when it reaches the limit, and git does not say so. */
async function largestPack(directory: string): Promise<number> {
  const folder = join(directory, 'objects', 'pack');
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return Math.max(0, ...sizes);
}

export function fetchTrouble(end: GitEnd): InfrastructureError {
  return new InfrastructureError(`git fetch ended with ${end.code ?? end.signal}: ${scrub(end.stderr.trim())}`);
}
