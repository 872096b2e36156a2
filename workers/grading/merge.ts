import type { Plan } from '#graders/check.ts';
import { programsOf } from '#graders/go/selection.ts';
import type { CompileStep, RunStep } from '#graders/steps.ts';
import { stepId } from './step-ids.ts';

/** The steps of several plans, each once, by id, in an order in which every step follows what it requires. */
export interface MergedPlan {
  readonly compile: ReadonlyMap<string, CompileStep>;
  readonly run: ReadonlyMap<string, RunStep>;
}

export function mergePlans(plans: readonly Plan[]): MergedPlan {
  const compile = new Map<string, CompileStep>();
  const run = new Map<string, RunStep>();
  for (const plan of plans) {
    for (const step of plan.compile) addCompile(compile, step);
    for (const step of plan.run) {
      for (const program of programsOf(step)) addCompile(compile, program);
      run.set(stepId(step), step);
    }
  }
  return { compile, run };
}

/** Steps contain what they require, so they cannot form a circle. */
function addCompile(steps: Map<string, CompileStep>, step: CompileStep): void {
  if (step.kind === 'go') for (const required of step.requires ?? []) addCompile(steps, required);
  steps.set(stepId(step), step);
}
