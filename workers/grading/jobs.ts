import type { Limits } from '#graders/check.ts';
import { programsOf } from '#graders/go/plan.ts';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';
import type { Tree } from '#graders/steps/tree.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import type { InputFile } from '#workers/sandbox/sandbox.ts';
import { canariesOf } from './canaries/planted.ts';
import { flatStep, type Step, stepId } from './step-ids.ts';

export type Trees = Readonly<Partial<Record<Tree, FileTree>>>;

export type JobLimits = Pick<Limits, 'memoryBytes' | 'processes' | 'outputBytes'>;

export interface RunInput {
  readonly steps: readonly RunStep[];
  readonly trees: Trees;
  /** Built programs by the id of the step that built them. */
  readonly programs: ReadonlyMap<string, Uint8Array>;
  readonly seed: string;
  readonly limits: JobLimits;
}

/** job.json and the files of every tree that a step names; `cores`: how many steps may work side by side. */
export function compileJob(steps: readonly CompileStep[], trees: Trees, limits: JobLimits, cores: number): InputFile[] {
  const job = { version: 1, mode: 'compile', limits: pick(limits), cores, steps: steps.map(sent) };
  return [jobFile(job), ...treeFiles(steps, trees, () => true)];
}

/** job.json, the programs and the data that tests may read. */
export function runJob({ steps, trees, programs, seed, limits }: RunInput): InputFile[] {
  const job = {
    version: 1,
    mode: 'run',
    seed,
    canaries: canariesOf(seed),
    limits: pick(limits),
    steps: steps.map(sent),
  };
  const needed = new Set(steps.flatMap((step) => programsOf(step).map(stepId)));
  const binaries = [...needed].flatMap((id) => {
    const content = programs.get(id);
    return content ? [{ path: `programs/${id}`, content }] : [];
  });
  return [jobFile(job), ...binaries, ...treeFiles(steps, trees, isData)];
}

/** No source goes where students' programs run; Go files below testdata are what tests read, not what is built. */
function isData(path: string): boolean {
  return !path.endsWith('.go') || /(^|\/)testdata\//.test(path);
}

function sent(step: Step): Record<string, unknown> {
  return { id: stepId(step), ...flatStep(step) };
}

/** Only these three: what else an assignment limits is said in the steps. */
function pick({ memoryBytes, processes, outputBytes }: JobLimits): JobLimits {
  return { memoryBytes, processes, outputBytes };
}

function jobFile(job: unknown): InputFile {
  return { path: 'job.json', content: Buffer.from(JSON.stringify(job)) };
}

function treeFiles(steps: readonly Step[], trees: Trees, wanted: (path: string) => boolean): InputFile[] {
  const names = [...new Set(steps.flatMap(treesOf))];
  return names.flatMap((name) => {
    const files = trees[name];
    if (!files) throw new Error(`a step asks for the tree ${name}, which was not made`);
    return [...files]
      .filter(([path]) => wanted(path))
      .map(([path, content]) => ({ path: `trees/${name}/${path}`, content }));
  });
}

function treesOf(step: Step): readonly Tree[] {
  if (step.kind === 'policy' && step.tests) return [step.tree, step.tests];
  return step.kind === 'tests' && step.sealed ? [step.tree, step.sealed.tree] : [step.tree];
}
