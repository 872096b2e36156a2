/** Hints at benchmarks that pay for wrong answers, as the judge reads them in the hidden tests. */
import type { Options } from '#graders/benchmarks/options.ts';
import { directoryOf, topLevel } from '#graders/go/places.ts';
import type { Hint, HintsStep } from '#graders/steps/hints.ts';
import type { Assignment, Criterion } from '#services/classroom/assignment/document.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { compileAll, type Workshop } from '#workers/grading/containers.ts';
import { stepId } from '#workers/grading/step-ids.ts';
import { type TeacherSide, teacherSide } from '#workers/grading/teacher.ts';
import { referenceTree } from '#workers/grading/workspace.ts';

/** One line for each benchmark of a criterion that no wrong result can fail; no container where no criterion has any. */
export async function benchmarkHints(assignment: Assignment, shop: Workshop): Promise<readonly string[]> {
  const side = teacherSide(assignment);
  const paid = assignment.document.rubric.flatMap((criterion) => benchmarksOf(criterion, side));
  const hints = await hintsIn([...new Set(paid.map(({ dir }) => dir))], side, assignment, shop);
  return paid.flatMap(({ dir, name, criterion }) =>
    hints
      .filter((hint) => hint.name === name && directoryOf(hint.file) === dir && side.hidden.has(hint.file))
      .map((hint) => lineOf(hint, criterion)),
  );
}

interface Paid {
  readonly dir: string;
  readonly name: string;
  readonly criterion: string;
}

/** Of packages without hidden tests there is nothing to say. */
function benchmarksOf({ name: criterion, check, options }: Criterion, { testDirs }: TeacherSide): readonly Paid[] {
  if (check !== 'benchmarks') return [];
  const { limits = [], speed = [], package: dir = testDirs[0] } = options as Options;
  if (dir === undefined || !testDirs.includes(dir)) return [];
  const names = new Set([...limits, ...speed].map(({ benchmark }) => topLevel(benchmark)));
  return [...names].map((name) => ({ dir, name, criterion }));
}

async function hintsIn(
  dirs: readonly string[],
  side: TeacherSide,
  { document }: Assignment,
  shop: Workshop,
): Promise<readonly Hint[]> {
  const timeoutMs = document.limits.compileMs;
  const steps = dirs.map((dir): HintsStep => ({ kind: 'hints', tree: 'reference', dir, artifact: true, timeoutMs }));
  const byId = new Map(steps.map((step) => [stepId(step), step]));
  const { artifacts, outcomes } = await compileAll(shop, byId, { reference: referenceTree(side) });
  return [...byId.keys()].flatMap((id) => {
    const content = artifacts.get(id);
    if (!content) throw new InfrastructureError(`no hints: ${outcomes.get(id)?.stderr ?? ''}`);
    return JSON.parse(Buffer.from(content).toString()) as Hint[];
  });
}

function lineOf({ file, line, name, lacks }: Hint, criterion: string): string {
  const right = 'compare each result with what it must be, and call b.Fatal where it is not';
  return `tests/${file}:${line}: ${name} ${lacks}, so ${criterion} pays for wrong results that the tests do not meet; ${right}`;
}
