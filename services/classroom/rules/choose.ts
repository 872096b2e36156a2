/** Which attempt the grade is of. */
import { round } from '../score.ts';
import type { LatePolicy } from './document.ts';
import type { Choice, Submission } from './facts.ts';
import type { Attempt, Counting } from './grade.ts';
import { latenessOf } from './late.ts';

export interface Choosing {
  readonly counts: 'last' | 'best' | 'chosen';
  readonly late: LatePolicy;
  /** Slip days that may be spent. */
  readonly slipDays: number;
  /** Of this assignment, newest first. */
  readonly choices: readonly Choice[];
  readonly submissions: readonly Submission[];
}

/** What staff chose wins; then the rule. Undefined when that has no result yet. */
export function chooseAttempt(of: Choosing, attempts: readonly Attempt[]): Counting | undefined {
  const byStaff = of.choices.find(({ byStaff }) => byStaff);
  if (byStaff) {
    const attempt = attempts.find(({ submissionId }) => submissionId === byStaff.submissionId);
    const found = attempt && outcome(of, attempt, 'staff');
    return found && { ...found, chosenBy: byStaff.chosenBy };
  }
  const countable = attempts.filter(({ not, number }) => !not && number !== undefined);
  const own = of.counts === 'chosen' ? of.choices[0] : undefined;
  const chosen = own && countable.find(({ submissionId }) => submissionId === own.submissionId);
  const found = chosen && outcome(of, chosen, 'chosen');
  if (found) return { ...found, chosenBy: own.chosenBy };
  return of.counts === 'best' ? best(of, countable) : last(of, countable);
}

/** After lateness: of equal points the one with fewest slip days, then the earliest. */
function best(of: Choosing, attempts: readonly Attempt[]): Counting | undefined {
  return attempts.reduce<Counting | undefined>((top, attempt) => {
    const one = outcome(of, attempt, 'best');
    if (!one || !top) return one ?? top;
    return one.points > top.points || (one.points === top.points && one.slipDays < top.slipDays) ? one : top;
  }, undefined);
}

function last(of: Choosing, attempts: readonly Attempt[]): Counting | undefined {
  const graded = attempts.filter(({ raw }) => raw);
  const newest = graded.reduce<Attempt | undefined>(
    (top, one) => (top && top.lastAt > one.lastAt ? top : one),
    undefined,
  );
  return newest && outcome(of, newest, 'last');
}

function outcome(of: Choosing, attempt: Attempt, by: Counting['by']): Counting | undefined {
  const { submissionId, raw, daysLate } = attempt;
  const submission = of.submissions.find(({ id }) => id === submissionId);
  if (!raw || submission?.runId === undefined) return undefined;
  const { share, capped, slipDays } = latenessOf(of.late, daysLate, raw.points > 0 ? of.slipDays : 0);
  const deduction = round(raw.points * share);
  const { runId, marked } = submission;
  return {
    ...{ submissionId, runId, by, raw, daysLate, slipDays, share, capped, deduction, marked },
    points: round(raw.points - deduction),
  };
}
