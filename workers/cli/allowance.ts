import { posix } from 'node:path';
import { allowProblem } from '#graders/policy.ts';
import type { PolicyStep } from '#graders/steps/policy.ts';
import { startsPrograms } from '#services/classroom/assignment/outside.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { compileAll } from '#workers/grading/containers.ts';
import { stepId } from '#workers/grading/step-ids.ts';
import type { Bench } from './bench.ts';

/** The words of `allow:` without which the source policy would refuse a solution that is to become a reference. */
export async function neededAllowance(solution: FileTree, bench: Bench, signal: AbortSignal): Promise<string[]> {
  const tested = calledFolders(solution);
  // Whoever starts the program needs nothing of it.
  if (tested.length === 0) return [];
  const step = stepOf(solution, tested);
  const trees = { own: solution, judged: solution, reference: solution };
  const compiled = await compileAll({ ...bench, signal }, new Map([[stepId(step), step]]), trees);
  const refusals = compiled.outcomes.get(stepId(step))?.policy?.refusals ?? [];
  const words = refusals.flatMap(({ allow }) =>
    allow !== undefined && allowProblem(allow) === undefined ? [allow] : [],
  );
  return [...new Set(words)].sort();
}

/** Package directories with tests that are linked with the package or call it. */
function calledFolders(solution: FileTree): string[] {
  const tests = [...solution].filter(([path]) => path.endsWith('_test.go'));
  const foldersOf = (some: typeof tests) => new Set(some.map(([path]) => posix.dirname(path)));
  const starting = foldersOf(tests.filter(([, content]) => startsPrograms(content)));
  return [...foldersOf(tests)].filter((dir) => !starting.has(dir)).sort();
}

function stepOf(solution: FileTree, tested: readonly string[]): PolicyStep {
  const module = /^\s*module\s+"?([^\s"]+)"?/m.exec(Buffer.from(solution.get('go.mod') ?? '').toString())?.[1] ?? '';
  return {
    ...{ kind: 'policy', tree: 'own', level: 'full', module, allow: [] },
    files: [...solution.keys()].filter((path) => !path.endsWith('_test.go')),
    tested,
  };
}
