import type { Check, Judgement, Outcomes, Plan, Stage, Subject } from '#graders/check.ts';
import type { Criterion } from '#services/classroom/assignment/document.ts';
import { automatic } from '#services/classroom/assignment/manual.ts';
import type { CriterionState } from '#services/classroom/score.ts';

export type Checks = ReadonlyMap<string, Check>;

/** A criterion whose check exists, with what it wants built and run. */
export interface PlannedCriterion {
  readonly criterion: Criterion;
  readonly check: Check;
  readonly subject: Subject;
  readonly plan: Plan;
}

/** What a run found for one criterion; without a judgement unless its state is `judged`. */
export interface CriterionResult {
  readonly name: string;
  readonly check: string;
  readonly state: CriterionState;
  readonly judgement: Judgement | undefined;
}

/** The criteria that are judged in a stage; all of them without one. Pending ones belong to the first. Or one alone. */
export function rubricOf(
  rubric: readonly Criterion[],
  checks: Checks,
  { stage, only }: { readonly stage?: Stage | undefined; readonly only?: string | undefined },
): readonly Criterion[] {
  if (only !== undefined) return rubric.filter(({ name }) => name === only);
  if (stage === undefined) return rubric;
  return rubric.filter(({ check }) => (checks.get(check)?.stage ?? 'first') === stage);
}

/** Asks every criterion that can be judged for its plan. Pending ones are left out. */
export function planRubric(rubric: readonly Criterion[], checks: Checks, subject: Subject): PlannedCriterion[] {
  return rubric.flatMap((criterion) => {
    const check = criterion.state === 'judged' ? checks.get(criterion.check) : undefined;
    if (!check) return [];
    const own = { ...subject, visibility: criterion.visibility };
    return [{ criterion, check, subject: own, plan: check.plan(own, criterion.options as never) }];
  });
}

/** Judges in order; behind a gate with credit 0 nothing is reached. */
export function judgeRubric(
  rubric: readonly Criterion[],
  planned: readonly PlannedCriterion[],
  outcomes: Outcomes,
): CriterionResult[] {
  let closed = false;
  return automatic(rubric).map((criterion): CriterionResult => {
    const { name, check } = criterion;
    const own = planned.find((one) => one.criterion.name === name);
    if (!own) return { name, check, state: 'pending', judgement: undefined };
    if (closed) return { name, check, state: 'unreached', judgement: undefined };
    const judgement = judge(own, outcomes);
    closed = criterion.gate && judgement.credit === 0;
    return { name, check, state: 'judged', judgement };
  });
}

/**
 * The criteria that are still reached once everything was built: all of them, or those up to a gate that needs no run
 * and has failed.
 */
export function reachedAfterBuild(
  planned: readonly PlannedCriterion[],
  outcomes: Outcomes,
): readonly PlannedCriterion[] {
  const failed = planned.findIndex(
    (one) => one.criterion.gate && one.plan.run.length === 0 && judge(one, outcomes).credit === 0,
  );
  return failed < 0 ? planned : planned.slice(0, failed + 1);
}

/** Contradictory evidence proves nothing, whatever a check made of it. */
function judge({ check, subject, criterion }: PlannedCriterion, outcomes: Outcomes): Judgement {
  const judgement = check.judge(subject, criterion.options as never, outcomes);
  return judgement.tampering.length > 0 ? { ...judgement, credit: 0 } : judgement;
}
