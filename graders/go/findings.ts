import type { Finding } from '../check.ts';
import type { Places } from './places.ts';
import { clean, oneLine } from './text.ts';

/** No judgement carries more findings than this; GitHub shows 50 annotations at a time. */
export const MAX_FINDINGS = 50;

interface Placed {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  readonly detail?: string;
}

/** The finding on the student's line; none when the place is not the student's. */
export function asFinding(rule: string, level: Finding['level'], placed: Placed, places: Places): readonly Finding[] {
  const file = places(placed.file);
  if (file === undefined) return [];
  const column = placed.column !== undefined && placed.column > 0 ? { column: placed.column } : {};
  const detail = placed.detail === undefined ? {} : { detail: clean(placed.detail) };
  return [{ rule, level, file, line: placed.line, ...column, message: oneLine(placed.message), ...detail }];
}

/** Without repetitions (same rule, place and message), capped; what several tests showed names them all. */
export function distinct(findings: readonly Finding[], max = MAX_FINDINGS): readonly Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.rule, finding.file, finding.line, finding.message]);
    const known = kept.get(key);
    if (known) kept.set(key, together(known, finding));
    else if (kept.size < max) kept.set(key, finding);
  }
  return [...kept.values()];
}

/** What shows without any test does not hang on one. */
function together({ tests, ...one }: Finding, other: Finding): Finding {
  if (!tests || !other.tests) return one;
  return { ...one, tests: [...new Set([...tests, ...other.tests])] };
}
