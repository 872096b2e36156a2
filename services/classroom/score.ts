import type { Criterion } from './assignment/document.ts';

/** `unreached`: a gate before it failed. `pending`: its check is not built yet. */
export type CriterionState = 'judged' | 'unreached' | 'pending';

/** What a run stored for one criterion: all that the score needs. */
export interface Credit {
  readonly name: string;
  /** 0..1. */
  readonly credit: number;
}

export interface ScoredCriterion {
  readonly name: string;
  readonly state: CriterionState;
  readonly credit: number;
  /** Points earned; for a penalty, zero or less. */
  readonly points: number;
  /** Points at most; 0 for penalties, gates without points and pending criteria. */
  readonly maxPoints: number;
}

export interface Score {
  readonly score: number;
  readonly maxScore: number;
  readonly criteria: readonly ScoredCriterion[];
}

/** The score is a pure function of stored credits and the rubric, so new points never need a container. */
export function scoreOf(rubric: readonly Criterion[], credits: readonly Credit[]): Score {
  const byName = new Map(credits.map((c) => [c.name, c.credit]));
  let closed = false;
  const criteria = rubric.map((criterion): ScoredCriterion => {
    if (criterion.state === 'pending') return row(criterion, 'pending', 0);
    if (closed) return row(criterion, 'unreached', 0);
    const credit = Math.min(1, Math.max(0, byName.get(criterion.name) ?? 0));
    if (criterion.gate && credit === 0) closed = true;
    return row(criterion, 'judged', credit);
  });
  const sum = criteria.reduce((total, c) => total + c.points, 0);
  const maxScore = criteria.reduce((total, c) => total + c.maxPoints, 0);
  return { score: closed ? 0 : round(Math.max(0, sum)), maxScore: round(maxScore), criteria };
}

function row(criterion: Criterion, state: CriterionState, credit: number): ScoredCriterion {
  const lost = state === 'judged' ? criterion.penalty * (1 - credit) : 0;
  const points = round(criterion.points * credit - lost);
  return { name: criterion.name, state, credit, points, maxPoints: state === 'pending' ? 0 : criterion.points };
}

/** Two decimals, half up, as learning platforms show grades. */
export function round(points: number): number {
  return Math.round((points + Number.EPSILON) * 100) / 100;
}
