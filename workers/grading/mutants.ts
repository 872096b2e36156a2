import type { Mutant, MutantsStep } from '#graders/steps/mutants.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { compileAll } from './containers.ts';
import { stepId } from './step-ids.ts';
import type { Ways } from './ways.ts';
import { referenceTree } from './workspace.ts';

/** More tell little more, and each is built and run both ways. */
const MOST = 24;

/** Wrong solutions made of the reference by machine, by name. Each compiles; hidden tests may need what it lacks. */
export async function mutantsOf({ side, shop, assignment }: Ways): Promise<ReadonlyMap<string, FileTree>> {
  const sealedDirs = new Set(side.calledDirs);
  const files = [...side.reference.keys()].filter(
    (path) => path.endsWith('.go') && !path.endsWith('_test.go') && !side.isProtected(path) && isIn(path, sealedDirs),
  );
  if (files.length === 0) return new Map();
  const { compileMs } = assignment.document.limits;
  const step: MutantsStep = { kind: 'mutants', tree: 'reference', files, artifact: true, timeoutMs: compileMs };
  const compiled = await compileAll(shop, new Map([[stepId(step), step]]), { reference: referenceTree(side) });
  const content = compiled.artifacts.get(stepId(step));
  if (!content) throw new InfrastructureError(`no mutants: ${compiled.outcomes.get(stepId(step))?.stderr ?? ''}`);
  const all = JSON.parse(Buffer.from(content).toString()) as Mutant[];
  return treesOf(spread(all, MOST), side.reference);
}

/** At most so many of all: of every kind as many as of any other where it has them, and those spread over the files. */
export function spread<T extends Pick<Mutant, 'kind'>>(all: readonly T[], most: number): readonly T[] {
  const kinds = [...Map.groupBy(all, ({ kind }) => kind).values()].sort((a, b) => a.length - b.length);
  let left = most;
  return kinds.flatMap((some, i) => {
    const share = Math.min(some.length, Math.floor(left / (kinds.length - i)));
    left -= share;
    return evenly(some, share);
  });
}

function evenly<T>(all: readonly T[], most: number): readonly T[] {
  const place = (i: number) => Math.floor((i * most) / all.length);
  return all.filter((_, i) => place(i) !== place(i - 1));
}

/** By name; what happens twice in a function gets a number. */
export function treesOf(mutants: readonly Mutant[], reference: FileTree): ReadonlyMap<string, FileTree> {
  const byName = Map.groupBy(mutants, ({ name }) => name);
  return new Map(
    [...byName].flatMap(([name, same]) =>
      same.map(({ file, text }, i) => [
        i === 0 ? name : `${name} (${i + 1})`,
        tree([...reference, [file, Buffer.from(text)]]),
      ]),
    ),
  );
}

/** A package with hidden tests, or one below it. */
function isIn(path: string, dirs: ReadonlySet<string>): boolean {
  return [...dirs].some((dir) => dir === '.' || path.startsWith(`${dir}/`));
}
