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

/** Why the files of a commit are not to be had. */
export interface Unavailable {
  /** A sentence for the student. */
  readonly unavailable: string;
  /**
   * It lies in the commit, and no other try helps. What GitHub says of itself is not for good: its git servers can be
   * behind its webhook, and access that was taken away by mistake comes back.
   */
  readonly forGood: boolean;
}

/**
 * What a failed fetch says of the commit, or undefined. Refused credentials (401, 403) say nothing of it: they are as
 * well an expired token, a rate limit or a mistake of ours.
 */
export async function unavailableBy(
  end: GitEnd,
  directory: string,
  limits: FetchLimits,
): Promise<Unavailable | undefined> {
  if (DISK.test(end.stderr)) return undefined;
  if ((await largestPack(directory)) >= limits.packBytes) {
    const most = mebibytes(limits.packBytes);
    return forGood(`The commit is bigger than ${most}. Remove what does not belong to the exercise, and push again.`);
  }
  if (GONE.test(end.stderr)) {
    const unavailable = 'The commit is no longer in the repository: it was replaced, for example by a forced push.';
    return { unavailable, forGood: false };
  }
  if (!CLOSED.test(end.stderr)) return undefined;
  return { unavailable: 'The repository is gone, or Pushmark may no longer read it.', forGood: false };
}

export function forGood(unavailable: string): Unavailable {
  return { unavailable, forGood: true };
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
