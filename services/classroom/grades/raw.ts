import type { Raw } from '../rules/facts.ts';
import { pointsOf } from '../score.ts';
import type { AppliedRubric } from './assignments.ts';

/** What a run says under a rubric; `credits`: JSON, as stored. Marks of people win over what was judged. */
export function rawOf(
  { rubric, maxPoints, manual }: AppliedRubric,
  credits: string | null,
  marks: ReadonlyMap<string, number> | undefined,
): Raw {
  const judged: Record<string, number> = JSON.parse(credits ?? '{}');
  const creditOf = (name: string) => marks?.get(name) ?? (Object.hasOwn(judged, name) ? judged[name] : undefined);
  const unmarked = manual.reduce((sum, { name, points }) => (marks?.has(name) ? sum : sum + points), 0);
  return { points: pointsOf(rubric, creditOf), maxPoints, unmarked };
}
