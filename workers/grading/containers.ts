import type { Limits } from '#graders/check.ts';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { Sandbox } from '#workers/sandbox/sandbox.ts';
import { type CompileAnswer, type RunAnswer, readCompileAnswer, readRunAnswer } from './answers.ts';
import { COMPILE_LIMITS, compileBudget, runBudget } from './budgets.ts';
import { canariesOf } from './canaries/planted.ts';
import { withheld } from './canaries/withhold.ts';
import { compileJob, type RunInput, runJob, type Trees } from './jobs.ts';

/** Where containers come from, and who wants to hear of what ends in them. */
export interface Workshop {
  readonly sandbox: Sandbox;
  readonly images: Images;
  readonly signal?: AbortSignal | undefined;
  readonly onEnded?: (count: number) => void;
  /** A run step begins, by its id; the judge takes one after the other. */
  readonly onStep?: (id: string) => void;
}

const NOTHING_COMPILED: CompileAnswer = { outcomes: new Map(), artifacts: new Map(), ending: 'exited' };

/** Builds steps in one container; none is started for no steps. */
export async function compileAll(
  shop: Workshop,
  steps: ReadonlyMap<string, CompileStep>,
  trees: Trees,
): Promise<CompileAnswer> {
  if (steps.size === 0) return NOTHING_COMPILED;
  const list = [...steps.values()];
  const execution = await shop.sandbox.execute(
    {
      image: shop.images.compile,
      profile: 'compile',
      limits: compileBudget(list),
      input: (cores) => compileJob(list, trees, COMPILE_LIMITS, cores),
      onEntry: counter('steps/', shop),
    },
    shop.signal,
  );
  return readCompileAnswer(execution, steps);
}

/** Runs steps in one container whose programs were built. */
export async function runAll(
  shop: Workshop,
  steps: ReadonlyMap<string, RunStep>,
  limits: Limits,
  input: Omit<RunInput, 'steps' | 'limits'>,
): Promise<RunAnswer | undefined> {
  if (steps.size === 0) return undefined;
  const list = [...steps.values()];
  const files = runJob({ ...input, steps: list, limits });
  const count = counter('processes/', shop);
  const follow = follower([...steps.keys()], shop);
  const execution = await shop.sandbox.execute(
    {
      image: shop.images.run,
      profile: 'run',
      limits: runBudget(list, limits, files),
      input: files,
      alone: list.some((step) => step.kind === 'benchmarks'),
      onEntry(path) {
        count(path);
        follow(path);
      },
    },
    shop.signal,
  );
  return withheld(readRunAnswer(execution, steps), canariesOf(input.seed));
}

function counter(prefix: string, { onEnded }: Workshop): (path: string) => void {
  let count = 0;
  return (path) => {
    if (path.startsWith(prefix)) onEnded?.(++count);
  };
}

/** Tells of the first step at once, and of the next one whenever one has ended. */
function follower(steps: readonly string[], { onStep }: Workshop): (path: string) => void {
  const waiting = [...steps];
  const tell = () => waiting[0] !== undefined && onStep?.(waiting[0]);
  tell();
  return (path) => {
    if (path !== `steps/${waiting[0]}.json`) return;
    waiting.shift();
    tell();
  };
}
