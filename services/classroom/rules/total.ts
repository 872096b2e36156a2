import { round } from '../score.ts';
import type { RuledAssignment } from './facts.ts';
import type { Grade, Total } from './grade.ts';

/** By weights; what is excused or waits for a result is outside, and so is what gives no points. */
export function totalOf(assignments: readonly RuledAssignment[], grades: readonly Grade[]): Total {
  const rows = grades.map((grade, i) => ({ ...grade, weight: assignments[i]?.rules.weight ?? 0 }));
  const known = rows.filter(({ state, maxPoints }) => maxPoints > 0 && (state === 'graded' || state === 'missing'));
  const open = rows.filter(({ state }) => state === 'open');
  return { soFar: percent(known), ifNothingMore: percent([...known, ...open]) };
}

function percent(
  rows: readonly (Pick<Grade, 'points' | 'maxPoints'> & { readonly weight: number })[],
): number | undefined {
  const weights = rows.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return undefined;
  const earned = rows.reduce(
    (sum, { weight, points = 0, maxPoints }) => sum + (maxPoints > 0 ? (weight * points) / maxPoints : 0),
    0,
  );
  return round((100 * earned) / weights);
}
