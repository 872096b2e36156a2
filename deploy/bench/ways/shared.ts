import { LOOSE, type Place } from './bound.ts';
import { buildReference, separate } from './commands.ts';
import { docker, foldersOf, packed, readTaken, script } from './shell.ts';
import type { Way } from './way.ts';

const CACHE = '/cache/gocache';

/** As some graders do: a container for each submission, a command for each check, one cache that all can write. */
export async function openShared({ image, where, prefix }: Place): Promise<Way> {
  const volume = `${prefix}-cache`;
  const base = ['run', '--rm', '-i', ...where, '-v', `${volume}:/cache`, ...LOOSE, '--entrypoint', 'bash'];
  await docker(['volume', 'create', volume]);
  const fill = `cp -a /opt/pushmark/gocache ${CACHE} && date +%s >${CACHE}/trim.txt && chown -R 1000 /cache`;
  await docker([...base, '-u', '0', image, '-c', fill]);
  return {
    name: 'shared cache',
    words: 'a container for each submission, a command for each check, one cache that every submission can write',
    prepare: async () => undefined,
    async grade(assignment, submission) {
      const works = separate(assignment);
      const built = { name: 'benchmarks', lines: buildReference(assignment) } as const;
      const began = performance.now();
      const text = script([built, ...works], CACHE);
      const taken = readTaken(
        await docker([...base, image, '-c', text], await packed(foldersOf(assignment, submission))),
      );
      return { ...taken, wallMs: performance.now() - began };
    },
    settle: async () => undefined,
    close: async () => void (await docker(['volume', 'rm', '-f', volume])),
  };
}
