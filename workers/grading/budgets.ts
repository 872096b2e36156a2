import type { Limits } from '#graders/check.ts';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { ContainerSpec, InputFile, SandboxLimits } from '#workers/sandbox/sandbox.ts';
import type { JobLimits } from './jobs.ts';

const MiB = 1024 * 1024;

/** The judge keeps every limit of a step itself; the container's clock is for a judge that cannot. */
const SLACK_MS = 30_000;
const READING_MS = 20_000;

/** Compilers are our tools: what they may use is not the assignment's business. */
export const COMPILE_LIMITS: JobLimits = { memoryBytes: 2048 * MiB, processes: 512, outputBytes: MiB };

/** For the judge, and for what it holds while it unpacks. */
const JUDGE_BYTES = 64 * MiB;
const JUDGE_PROCESSES = 64;

/** For tests that are apart from the student's code: the limits are the student's alone. */
const TRUSTED_BYTES = 64 * MiB;
const TRUSTED_PROCESSES = 32;

/** Whole answers: built programs, and the output of every test process. */
const COMPILE_ANSWER_BYTES = 512 * MiB;
const RUN_ANSWER_BYTES = 128 * MiB;

const USUAL_RUN_BYTES = 512 * MiB;

/** More than the machine has means all of it. */
const PROCESSORS = 4;

/** What waits ready: every compile container is like this one; of the others, the limits follow what is graded. */
export function usualContainers(images: Images): readonly ContainerSpec[] {
  const compile = compileBudget([]);
  return [
    { image: images.compile, profile: 'compile', limits: compile },
    { image: images.run, profile: 'run', limits: { ...compile, memoryBytes: USUAL_RUN_BYTES } },
  ];
}

export function compileBudget(steps: readonly CompileStep[]): SandboxLimits {
  const times = steps.map((step) => (step.kind === 'go' ? step.timeoutMs : READING_MS));
  return {
    // Once more for steps that worked side by side and have to be done again, alone.
    wallMs: SLACK_MS + 2 * times.reduce((sum, ms) => sum + ms, 0),
    memoryBytes: COMPILE_LIMITS.memoryBytes,
    cpus: PROCESSORS,
    processes: COMPILE_LIMITS.processes,
    outputBytes: COMPILE_ANSWER_BYTES,
  };
}

/** Programs and data lie in memory there, so they come on top of what a test may use. */
export function runBudget(steps: readonly RunStep[], limits: Limits, input: readonly InputFile[]): SandboxLimits {
  const ms = steps.reduce((sum, step) => sum + (step.kind === 'tests' ? step.runMs : step.timeoutMs), SLACK_MS);
  const installed = input.reduce((sum, file) => sum + file.content.byteLength, 0);
  return {
    wallMs: ms,
    memoryBytes: limits.memoryBytes + installed + JUDGE_BYTES + (steps.some(isApart) ? TRUSTED_BYTES : 0),
    cpus: PROCESSORS,
    processes: limits.processes + JUDGE_PROCESSES + (steps.some(isApart) ? TRUSTED_PROCESSES : 0),
    outputBytes: RUN_ANSWER_BYTES,
  };
}

function isApart(step: RunStep): boolean {
  return step.kind === 'tests' && (step.sealed !== undefined || step.outside !== undefined);
}
