import type { Grade } from '../rules/grade.ts';

/** What stands beside a grade at a glance, the most urgent first. */
export const SIGNS = [
  'contradicting',
  'trouble',
  'unavailable',
  'running',
  'waiting',
  'override',
  'excused',
  'missing',
  'uncounted',
  'late',
  'flaky',
  'unmarked',
] as const;

export type Sign = (typeof SIGNS)[number];

/** What is going on just now, by the ids of submissions and runs. */
export interface Going {
  readonly running: ReadonlySet<number>;
  readonly flakyRuns: ReadonlySet<number>;
}

/** The signs of a grade in their order. Most grades have none. */
export function signsOf({ state, why }: Grade, { running, flakyRuns }: Going): readonly Sign[] {
  const { counting, attempts, override } = why;
  const newest = attempts.at(-1);
  const isRunning = attempts.some(({ submissionId, state: at }) => at === 'waiting' && running.has(submissionId));
  const signs: Sign[] = [];
  if (counting?.marked) signs.push('contradicting');
  if (newest?.state === 'trouble' || newest?.state === 'unavailable') signs.push(newest.state);
  if (isRunning) signs.push('running');
  else if (state === 'waiting' || why.waiting > 0) signs.push('waiting');
  if (state === 'excused') signs.push('excused');
  else if (override) signs.push('override');
  if (state === 'missing') signs.push(attempts.length > 0 ? 'uncounted' : 'missing');
  if (counting && counting.daysLate > 0) signs.push('late');
  if (counting && flakyRuns.has(counting.runId)) signs.push('flaky');
  if (counting && counting.raw.unmarked > 0) signs.push('unmarked');
  return signs.length === 0 ? none : signs;
}

const none: readonly Sign[] = [];
