import type { Criterion } from './assignment/document.ts';

/** `unmarked`: a person is still to give its credit. `unreached`: a gate before it failed. `pending`: its check is not built yet. */
export type CriterionState = 'judged' | 'unmarked' | 'unreached' | 'pending';

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
  /** Points of `maxScore` that a person is still to give or not. */
  readonly unmarked: number;
  readonly criteria: readonly ScoredCriterion[];
}

/** Only the points of `scoreOf`, for those who score a whole class at once; `creditOf`: 0..1, by the criterion's name. */
export function pointsOf(rubric: readonly Criterion[], creditOf: (name: string) => number | undefined): number {
  let sum = 0;
  for (const criterion of rubric) {
    const given = creditOf(criterion.name);
    if (criterion.state === 'pending' || (criterion.state === 'manual' && given === undefined)) continue;
    const credit = clamped(given);
    if (criterion.gate && credit === 0) return 0;
    sum += earned(criterion, credit);
  }
  return round(Math.max(0, sum));
}

/** The score is a pure function of stored credits and the rubric, so new points never need a container. */
export function scoreOf(rubric: readonly Criterion[], credits: readonly Credit[]): Score {
  const byName = new Map(credits.map((c) => [c.name, c.credit]));
  let closed = false;
  const criteria = rubric.map((criterion): ScoredCriterion => {
    if (criterion.state === 'pending') return row(criterion, 'pending', 0);
    if (closed) return row(criterion, 'unreached', 0);
    if (criterion.state === 'manual' && !byName.has(criterion.name)) return row(criterion, 'unmarked', 0);
    const credit = clamped(byName.get(criterion.name));
    if (criterion.gate && credit === 0) closed = true;
    return row(criterion, 'judged', credit);
  });
  const sum = criteria.reduce((total, c) => total + c.points, 0);
  const maxScore = criteria.reduce((total, c) => total + c.maxPoints, 0);
  const open = criteria.reduce((total, c) => total + (c.state === 'unmarked' ? c.maxPoints : 0), 0);
  return { score: closed ? 0 : round(Math.max(0, sum)), maxScore: round(maxScore), unmarked: round(open), criteria };
}

function row(criterion: Criterion, state: CriterionState, credit: number): ScoredCriterion {
  const points = state === 'judged' ? earned(criterion, credit) : 0;
  return { name: criterion.name, state, credit, points, maxPoints: state === 'pending' ? 0 : criterion.points };
}

function earned({ points, penalty }: Criterion, credit: number): number {
  return round(points * credit - penalty * (1 - credit));
}

function clamped(credit = 0): number {
  return Math.min(1, Math.max(0, credit));
}

/** Two decimals, half up, as learning platforms show grades. */
export function round(points: number): number {
  return Math.round((points + Number.EPSILON) * 100) / 100;
}
