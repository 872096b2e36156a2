/** What must be built before a step can be run. */
import type { Plan } from '../check.ts';
import type { CompileStep } from '../steps/compile.ts';
import type { RunStep } from '../steps/run.ts';
import type { TestsStep } from '../steps/tests.ts';

/** A plan whose compile half is what its run steps need, each step after those that it requires. */
export function planOf(run: readonly RunStep[]): Plan {
  const programs = run.flatMap(programsOf);
  return { compile: programs.flatMap((step) => [...(step.kind === 'go' ? (step.requires ?? []) : []), step]), run };
}

/** The programs that a step executes. */
export function programsOf(step: RunStep): readonly CompileStep[] {
  if (step.kind === 'benchmarks') return [step.program, step.reference];
  if (step.kind !== 'tests') return [step.program];
  return [step.program, ...studentPrograms(step)];
}

/** The programs with the student's code that run beside tests that are apart from it; none for linked ones. */
function studentPrograms({ sealed, outside }: TestsStep): readonly CompileStep[] {
  return [...(sealed ? [sealed.servant] : []), ...Object.values(outside?.programs ?? {})];
}

/** Whether enough was built to run a step. Tests from outside may ask for one program and not for another. */
export function isRunnable(step: RunStep, isBuilt: (program: CompileStep) => boolean): boolean {
  if (step.kind !== 'tests' || !step.outside) return programsOf(step).every(isBuilt);
  return isBuilt(step.program) && studentPrograms(step).some(isBuilt);
}
