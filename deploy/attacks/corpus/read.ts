/**
 * The corpus: one file per case, a YAML head and, behind lines `-- path --`, files that are laid over a starter (or a
 * reference). Folders are the classes of attacks.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readYaml } from '#services/platform/yaml.ts';
import { type Head, HeadSchema } from './schema.ts';

export interface Case {
  /** `f01`: the beginning of the file's name. */
  readonly id: string;
  /** `01-results`; `controls` for honest submissions. */
  readonly class: string;
  /** The file's name without its end, e.g. `f01-lines-in-init`. */
  readonly name: string;
  readonly head: Head;
  readonly files: ReadonlyMap<string, string>;
}

export const ATTACKS = join(import.meta.dirname, '../../../graders/judge/attacks');
export const CONTROLS = 'controls';

/** Every case, in order of class and id. Throws InvalidInput for a file that is none. */
export async function readCorpus(folder: string = ATTACKS): Promise<readonly Case[]> {
  const classes = (await readdir(join(folder, 'cases'))).sort();
  const all = await Promise.all([
    ...classes.map((name) => readClass(join(folder, 'cases', name), name)),
    readClass(join(folder, CONTROLS), CONTROLS),
  ]);
  return all.flat();
}

async function readClass(folder: string, name: string): Promise<Case[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.txtar')).sort();
  return Promise.all(
    files.map(async (file) => parseCase(join(folder, file), name, await readFile(join(folder, file), 'utf8'))),
  );
}

/** Reads one case; `path` gives its id and stands in messages. */
export function parseCase(path: string, kind: string, text: string): Case {
  const [head = '', ...rest] = text.split(/^-- (.+) --\n/m);
  const files = new Map<string, string>();
  for (let i = 0; i < rest.length; i += 2) files.set(rest[i]!, rest[i + 1] ?? '');
  const name = basename(path, '.txtar');
  return { id: name.split('-')[0]!, class: kind, name, head: readYaml(path, head, HeadSchema).value, files };
}

/** What a case is tried on. */
export type Kind = 'submission' | 'tree' | 'delivery' | 'shown';

export function kindOf({ head }: Case): Kind {
  if (head.tree) return 'tree';
  if (head.delivery) return 'delivery';
  return head.shown ? 'shown' : 'submission';
}
