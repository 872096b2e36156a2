import { LOOSE, type Place } from './bound.ts';
import { buildReference, separate } from './commands.ts';
import { docker, foldersOf, packed, readTaken, script } from './shell.ts';
import type { Way } from './way.ts';

/** As most graders do: a fresh container for each check, with nothing built before. */
export function openCold({ image, where }: Place): Way {
  const base = ['run', '--rm', '-i', ...where, ...LOOSE, '--entrypoint', 'bash', image, '-c'];
  return {
    name: 'cold',
    words: 'a fresh container for each check, with an empty cache',
    prepare: async () => undefined,
    async grade(assignment, submission) {
      const input = await packed(foldersOf(assignment, submission));
      const began = performance.now();
      let commandSeconds = 0;
      const trouble: string[] = [];
      for (const work of separate(assignment)) {
        const lines = work.name === 'benchmarks' ? [...buildReference(assignment), ...work.lines] : work.lines;
        const taken = readTaken(await docker([...base, script([{ ...work, lines }], '/tmp/gocache')], input));
        commandSeconds += taken.commandSeconds;
        trouble.push(...taken.trouble);
      }
      return { wallMs: performance.now() - began, commandSeconds, trouble };
    },
    settle: async () => undefined,
    close: async () => undefined,
  };
}
