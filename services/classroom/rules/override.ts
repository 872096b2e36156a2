import type { Override } from './facts.ts';
import type { Grade } from './grade.ts';

/** A grade as a person set it; how it was computed stays in `why`. */
export function overridden(grade: Grade, override: Override): Grade {
  const state = override.points === undefined ? 'excused' : 'graded';
  return { ...grade, state, points: override.points, why: { ...grade.why, override } };
}
