import type { Criterion } from '../assignment/document.ts';
import type { Raw } from '../rules/facts.ts';
import { scoreOf } from '../score.ts';

/** What a run says under a rubric; `credits`: JSON, as stored with the run. Marks of people win over what was judged. */
export function rawOf(
  rubric: readonly Criterion[],
  credits: string | null,
  marks: ReadonlyMap<string, number> | undefined,
): Raw {
  const judged = Object.entries<number>(credits ? JSON.parse(credits) : {});
  const all = [...judged, ...(marks ?? [])].map(([name, credit]) => ({ name, credit }));
  const { score, maxScore } = scoreOf(rubric, all);
  return { points: score, maxPoints: maxScore, unmarked: 0 };
}
