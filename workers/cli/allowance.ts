import { posix } from 'node:path';
import { allowProblem } from '#graders/policy.ts';
import type { PolicyStep } from '#graders/steps.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { compileAll } from '#workers/grading/containers.ts';
import { stepId } from '#workers/grading/step-ids.ts';
import type { Bench } from './bench.ts';

/** The words of `allow:` without which the source policy would refuse a solution that is to become a reference. */
export async function neededAllowance(solution: FileTree, bench: Bench, signal: AbortSignal): Promise<string[]> {
  const step = stepOf(solution);
  const trees = { own: solution, judged: solution, reference: solution };
  const compiled = await compileAll({ ...bench, signal }, new Map([[stepId(step), step]]), trees);
  const refusals = compiled.outcomes.get(stepId(step))?.policy?.refusals ?? [];
  const words = refusals.flatMap(({ allow }) =>
    allow !== undefined && allowProblem(allow) === undefined ? [allow] : [],
  );
  return [...new Set(words)].sort();
}

function stepOf(solution: FileTree): PolicyStep {
  const tests = [...solution.keys()].filter((path) => path.endsWith('_test.go'));
  const module = /^\s*module\s+"?([^\s"]+)"?/m.exec(Buffer.from(solution.get('go.mod') ?? '').toString())?.[1] ?? '';
  return {
    ...{ kind: 'policy', tree: 'own', level: 'full', module, allow: [] },
    files: [...solution.keys()].filter((path) => !tests.includes(path)),
    tested: [...new Set(tests.map((path) => posix.dirname(path)))].sort(),
  };
}
