import { readFile } from 'node:fs/promises';
import type { CompileStep } from '#graders/steps/compile.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { compileAll } from '#workers/grading/containers.ts';
import { stepId } from '#workers/grading/step-ids.ts';
import type { Bench } from './bench.ts';

const TOOL = new URL('../../graders/judge/cmd/starter/main.go', import.meta.url);

const STEP: CompileStep = {
  kind: 'go',
  tree: 'own',
  args: ['run', '.', 'solution', '{out}'],
  env: { CGO_ENABLED: '0' },
  artifact: true,
  timeoutMs: 60_000,
};

/** The Go files of a solution without their function bodies; made in the compile container, as no Go need be here. */
export async function emptyBodies(solution: FileTree, bench: Bench, signal: AbortSignal): Promise<FileTree> {
  const sources = [...solution].filter(([path]) => path.endsWith('.go') && !path.endsWith('_test.go'));
  const own = tree([
    ['go.mod', Buffer.from('module starter\n\ngo 1.26\n')],
    ['main.go', await readFile(TOOL)],
    ...sources.map(([path, content]) => [`solution/${path}`, content] as const),
  ]);
  const trees = { own, judged: own, reference: own };
  const compiled = await compileAll({ ...bench, signal }, new Map([[stepId(STEP), STEP]]), trees);
  const made = compiled.artifacts.get(stepId(STEP));
  if (!made) throw refused(compiled.outcomes.get(stepId(STEP))?.stderr);
  const starters = JSON.parse(Buffer.from(made).toString()) as Record<string, string>;
  return tree(Object.entries(starters).map(([path, text]) => [path, Buffer.from(text)] as const));
}

/** The tool says `file:line:column: what does not parse`, then go how it ended. */
function refused(stderr = ''): InvalidInput {
  const words = stderr
    .replaceAll('solution/', '')
    .replace(/\n?exit status \d+\s*$/, '')
    .trim();
  const message = words || 'its Go files could not be read';
  return new InvalidInput([{ file: 'solution', line: 0, column: 0, field: '', message }]);
}
