import type { Raw } from '../rules/facts.ts';
import { pointsOf } from '../score.ts';
import type { AppliedRubric } from './assignments.ts';

/** What a run says under a rubric; `credits`: as stored; `anew`: those that win over them. Marks of people win over both. */
export function rawOf(
  { rubric, maxPoints, manual, dropped }: AppliedRubric,
  credits: Readonly<Record<string, number>>,
  anew: ReadonlyMap<string, number> | undefined,
  marks: ReadonlyMap<string, number> | undefined,
): Raw {
  const creditOf = (name: string) =>
    marks?.get(name) ?? anew?.get(name) ?? (Object.hasOwn(credits, name) ? credits[name] : undefined);
  const unmarked = manual.reduce((sum, { name, points }) => (marks?.has(name) ? sum : sum + points), 0);
  return { points: pointsOf(rubric, creditOf), maxPoints, unmarked, ...(dropped && { dropped }) };
}
