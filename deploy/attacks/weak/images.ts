import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Images } from '#workers/sandbox/images.ts';

const run = promisify(execFile);

/** Images of the judge that can be weakened: one to run in, and one that holds toolchain and sources besides. */
export interface WeakImages {
  readonly run: string;
  readonly full: string;
}

const JUDGE = join(import.meta.dirname, '../../../graders/judge');

/** Builds them over the images that grade. */
export async function weakImages({ compile, run: runImage }: Images): Promise<WeakImages> {
  const build = async (target: keyof WeakImages) => {
    const args = [
      'build',
      '-q',
      '--network=none',
      '--build-arg',
      `COMPILE=${compile}`,
      '--build-arg',
      `RUN=${runImage}`,
    ];
    const file = join(import.meta.dirname, 'Dockerfile');
    const { stdout } = await run('docker', [...args, '--target', target, '-f', file, JUDGE], { maxBuffer: 1 << 24 });
    return stdout.trim().split('\n').at(-1)!;
  };
  return { full: await build('full'), run: await build('run') };
}
