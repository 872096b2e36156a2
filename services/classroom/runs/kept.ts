import type { Judgement } from '#graders/check.ts';
import { many, maybe, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import { automatic } from '../assignment/manual.ts';
import type { CriterionState } from '../score.ts';
import { judgementUnder } from '../weighing.ts';
import { type CriterionEvidence, type Evidence, weaker } from './evidence.ts';

interface Partial {
  readonly keptRun: number;
  readonly mode: Evidence['mode'] | null;
  /** Of the version that the run is judged by, and of the one that judged the others. */
  readonly rubric: readonly Criterion[];
  readonly old: readonly Criterion[];
}

const partialSql = `
  select r.kept_run as "keptRun", k.mode, v.document -> 'rubric' as rubric, w.document -> 'rubric' as old
  from run r join assignment_version v on v.id = r.version_id
    join run k on k.id = r.kept_run and k.submission_id = r.submission_id
    join assignment_version w on w.id = k.version_id
  where r.id = $1`;

interface Kept {
  readonly name: string;
  readonly check: string;
  readonly state: CriterionState;
  readonly judgement: Judgement | null;
  readonly keptRun: number;
}

const keptSql = `
  select name, check_name as check, state, judgement, coalesce(kept_run, run_id) as "keptRun"
  from criterion_result where run_id = $1`;

/**
 * Evidence of a run that judged one criterion, whole: with that of the others, from the run of the same
 * commit that it keeps it from. Other runs' is as it was.
 */
export async function withKept(tx: Queryable, runId: number, evidence: Evidence): Promise<Evidence> {
  const partial = await maybe<Partial>(tx, partialSql, [runId]);
  if (!partial) return evidence;
  const { keptRun, rubric, old, mode } = partial;
  const kept = await many<Kept>(tx, keptSql, [keptRun]);
  const criteria = automatic(rubric).flatMap((criterion): CriterionEvidence[] => {
    const fresh = evidence.criteria.find(({ name }) => name === criterion.name);
    const earlier = kept.find(({ name }) => name === criterion.name);
    return fresh ? [fresh] : earlier ? [weighedBy(criterion, old, earlier)] : [];
  });
  const tampering = criteria.flatMap(({ judgement }) => judgement?.tampering ?? []);
  return {
    ...evidence,
    criteria,
    tampering: [...new Set(tampering)],
    mode: mode ? weaker(mode, evidence.mode) : evidence.mode,
  };
}

/** As if the new version had judged it: by its weights. What it drops is no part of evidence. */
function weighedBy({ drop: _, ...criterion }: Criterion, old: readonly Criterion[], kept: Kept): CriterionEvidence {
  const own = old.find(({ name }) => name === criterion.name);
  return { ...kept, judgement: kept.judgement ? judgementUnder(criterion, own, kept.judgement) : undefined };
}
