import type { Outcomes } from '#graders/check.ts';
import { isRunnable } from '#graders/go/plan.ts';
import type { CompileOutcome, CompileStep } from '#graders/steps/compile.ts';
import type { Ending } from '#graders/steps/process.ts';
import type { RunOutcome, RunStep } from '#graders/steps/run.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { type CompileAnswer, type RunAnswer, WORDS } from './answers.ts';
import { stepId } from './step-ids.ts';

/**
 * Looks up what came out of a step. A step without an outcome of its own was not started, because something that it
 * requires had failed, or was cut off, because its container died; the answer says which.
 */
export function outcomesOf(compiled: CompileAnswer, ran: RunAnswer | undefined): Outcomes {
  return {
    compiled: (step) => compileOutcome(step, compiled),
    ran: (step) => ran?.outcomes.get(stepId(step)) ?? notStarted(step, compiled),
  };
}

/** Whether a program was built, so that it can be run. */
export function isBuilt(step: CompileStep, compiled: CompileAnswer): boolean {
  return compiled.artifacts.has(stepId(step)) && succeeded(step, compiled);
}

function succeeded(step: CompileStep, compiled: CompileAnswer): boolean {
  const outcome = compiled.outcomes.get(stepId(step));
  return outcome !== undefined && outcome.ending === 'exited' && outcome.exitCode === 0;
}

function compileOutcome(step: CompileStep, compiled: CompileAnswer): CompileOutcome {
  const id = stepId(step);
  const outcome = compiled.outcomes.get(id);
  if (outcome) return outcome;
  const required = step.kind === 'go' ? (step.requires ?? []) : [];
  if (!required.every((needed) => succeeded(needed, compiled))) return unknownCompile(id, 'skipped', WORDS.skipped);
  if (compiled.ending === 'exited') throw new InfrastructureError(`step ${id} was never sent to be built`);
  return unknownCompile(id, compiled.ending, COMPILE_WORDS[compiled.ending] ?? WORDS[compiled.ending]);
}

function unknownCompile(id: string, ending: Ending, stderr: string): CompileOutcome {
  return { id, ending, exitCode: -1, stdout: '', stderr, truncated: false, wallMs: 0, cpuMs: 0, peakBytes: 0 };
}

const COMPILE_WORDS: Partial<Readonly<Record<Ending, string>>> = {
  'timed-out': 'the code takes too long to compile',
  'out-of-memory': 'the code needs more than 2 GiB of memory to compile',
  'output-limit': 'the built programs are too big',
};

function notStarted(step: RunStep, compiled: CompileAnswer): RunOutcome {
  const built = isRunnable(step, (program) => isBuilt(program, compiled));
  const cause = built ? 'a check before it decided the result' : WORDS.skipped;
  const notRun = step.kind === 'tests' ? (step.tests ?? []) : [];
  return { id: stepId(step), ending: 'skipped', processes: [], listed: [], notRun, cause, files: {}, pairs: [] };
}
