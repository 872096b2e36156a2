import type { Mutant, MutantsStep } from '#graders/steps.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { compileAll } from './containers.ts';
import { stepId } from './step-ids.ts';
import type { Ways } from './ways.ts';
import { referenceTree } from './workspace.ts';

/** More tell little more, and each is built and run both ways. */
const MOST = 24;

/** Wrong solutions made of the reference by machine, by name: spread evenly over all that there could be. */
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
  const spread = all.filter(
    (_, i) => all.length <= MOST || Math.floor((i * MOST) / all.length) !== Math.floor(((i - 1) * MOST) / all.length),
  );
  return new Map(spread.map(({ name, file, text }) => [name, tree([...side.reference, [file, Buffer.from(text)]])]));
}

/** A package with hidden tests, or one below it. */
function isIn(path: string, dirs: ReadonlySet<string>): boolean {
  return [...dirs].some((dir) => dir === '.' || path.startsWith(`${dir}/`));
}
