/**
 * Two stages while many wait: the quick criteria of a run are judged and reported first, those that take long when
 * nobody waits for first results any more. On a quiet machine everything is judged at once, for building twice costs more.
 */
import type { Stage } from '#graders/check.ts';
import { checks } from '#graders/registry.ts';
import type { Criterion } from '#services/classroom/assignment/document.ts';
import type { ClaimedRun } from '#services/classroom/runs/claim.ts';
import type { CriterionEvidence } from '#services/classroom/runs/evidence.ts';
import { scoreOf } from '#services/classroom/score.ts';
import { rubricOf } from '../grading/rubric.ts';

/** What to judge of a run now; undefined: all at once. */
export function stageOf(
  rubric: readonly Criterion[],
  run: Pick<ClaimedRun, 'stage' | 'waiting'> & Partial<Pick<ClaimedRun, 'only'>>,
  busyFrom: number,
): Stage | undefined {
  if (run.stage === 2) return 'second';
  if (run.only !== undefined) return undefined;
  const both = rubricOf(rubric, checks, { stage: 'first' }).length > 0 && secondOf(rubric).length > 0;
  return both && run.waiting >= busyFrom ? 'first' : undefined;
}

/** Whether a second stage can still change anything after these criteria: not behind a gate that has failed. */
export function hasSecond(rubric: readonly Criterion[], judged: readonly CriterionEvidence[]): boolean {
  const credits = judged.map(({ name, judgement }) => ({ name, credit: judgement?.credit ?? 0 }));
  const states = new Map(scoreOf(rubric, credits).criteria.map(({ name, state }) => [name, state]));
  return secondOf(rubric).some(({ name }) => states.get(name) !== 'unreached');
}

function secondOf(rubric: readonly Criterion[]): readonly Criterion[] {
  return rubricOf(rubric, checks, { stage: 'second' }).filter(({ state }) => state === 'judged');
}
