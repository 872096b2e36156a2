import type { Grade } from '../rules/grade.ts';
import { averages } from './columns.ts';

/** How long those who have every point took, from their first hand-in. */
export interface FirstFull {
  readonly reached: number;
  /** Medians; undefined when nobody has it. */
  readonly ms: number | undefined;
  readonly attempts: number | undefined;
}

/** Of what was judged: neither lateness nor what a person set plays a part. */
export function firstFull(grades: readonly Grade[]): FirstFull {
  const reached = grades.flatMap(({ why: { attempts } }) => {
    const counted = attempts.filter(({ number }) => number !== undefined);
    const index = counted.findIndex(({ raw }) => raw && raw.maxPoints > 0 && raw.points >= raw.maxPoints);
    const [first, full] = [counted[0], counted[index]];
    return first && full ? [{ ms: full.at.getTime() - first.at.getTime(), attempts: index + 1 }] : [];
  });
  return {
    reached: reached.length,
    ms: averages(reached.map(({ ms }) => ms)).median,
    attempts: averages(reached.map(({ attempts }) => attempts)).median,
  };
}
