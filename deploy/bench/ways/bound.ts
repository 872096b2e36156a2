import { buildReference, fused } from './commands.ts';
import { docker, foldersOf, packed, readTaken, script } from './shell.ts';
import type { Way } from './way.ts';

const CACHE = '/tmp/gocache';

export interface Place {
  readonly image: string;
  /** Arguments of `docker run` that put a container where its processor time is counted. */
  readonly where: readonly string[];
  /** Begins the names of containers and volumes. */
  readonly prefix: string;
}

/** Bare `go`, with nothing between student and machine: one container that lives on, one cache that all share. */
export async function openBound({ image, where, prefix }: Place): Promise<Way> {
  const name = `${prefix}-bound`;
  await docker(['run', '-d', '--rm', '--name', name, ...where, ...LOOSE, '--entrypoint', 'sleep', image, 'infinity']);
  const bash = (text: string, input?: Buffer) => docker(['exec', '-i', name, 'bash', '-c', text], input);
  await bash(`cp -as /opt/pushmark/gocache ${CACHE} && date +%s >${CACHE}/trim.txt && mkdir /tmp/home`);
  return {
    name: 'bound',
    words: 'bare go in one long-lived container, hot caches: one build of the hidden tests, coverage, vet, benchmarks',
    async prepare(assignment, submission) {
      const lines = buildReference(assignment);
      if (lines.length === 0) return;
      const printed = await bash(
        script([{ name: 'benchmarks', lines }], CACHE),
        await packed(foldersOf(assignment, submission)),
      );
      const { trouble } = readTaken(printed);
      if (trouble.length > 0) throw new Error(`the reference does not build: ${trouble.join('; ')}`);
    },
    async grade(assignment, submission) {
      const input = await packed(foldersOf(assignment, submission));
      return readTaken(await bash(script(fused(assignment), CACHE), input));
    },
    settle: async () => undefined,
    close: async () => void (await docker(['rm', '-f', name])),
  };
}

/** Enough to work in; not what anybody should run students' code with. */
export const LOOSE = ['--network', 'none', '--tmpfs', '/tmp:exec,size=3g,mode=1777', '-u', '1000:1000'];
