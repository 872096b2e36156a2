import type { Plan } from '#graders/check.ts';
import { programsOf } from '#graders/go/plan.ts';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';
import { stepId } from './step-ids.ts';

/** The steps of several plans, each once, by id, in an order in which every step follows what it requires. */
export interface MergedPlan {
  readonly compile: ReadonlyMap<string, CompileStep>;
  readonly run: ReadonlyMap<string, RunStep>;
  /** How often failed tests of a run step are run again, by its id; the most that any plan asks for. */
  readonly again: ReadonlyMap<string, number>;
}

export function mergePlans(plans: readonly Plan[]): MergedPlan {
  const compile = new Map<string, CompileStep>();
  const run = new Map<string, RunStep>();
  const again = new Map<string, number>();
  for (const plan of plans) {
    for (const step of plan.compile) addCompile(compile, step);
    for (const step of plan.run) {
      for (const program of programsOf(step)) addCompile(compile, program);
      run.set(stepId(step), step);
      again.set(stepId(step), Math.max(plan.again ?? 0, again.get(stepId(step)) ?? 0));
    }
  }
  return { compile, run, again };
}

/** Steps contain what they require, so they cannot form a circle. */
function addCompile(steps: Map<string, CompileStep>, step: CompileStep): void {
  if (step.kind === 'go') for (const required of step.requires ?? []) addCompile(steps, required);
  steps.set(stepId(step), step);
}
