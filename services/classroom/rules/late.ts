import type { LatePolicy } from './document.ts';

/** What lateness takes. */
export interface Lateness {
  /** Of the score, 0..1. */
  readonly share: number;
  readonly capped: boolean;
  /** Of the student's budget that were spent. */
  readonly slipDays: number;
}

/**
 * What so many late days cost. Of the slip days that may be spent, as many are as lessen the cost, and no more: where
 * the cap holds anyway, or nothing can be lost, they are kept.
 */
export function latenessOf(late: LatePolicy, daysLate: number, available: number): Lateness {
  let best = cost(late, daysLate, 0);
  for (let spent = 1; spent <= Math.min(available, daysLate) && best.share > 0; spent++) {
    const with_ = cost(late, daysLate - spent, spent);
    if (with_.share < best.share) best = with_;
  }
  return best;
}

function cost({ perDay, cap }: LatePolicy, days: number, slipDays: number): Lateness {
  const whole = Math.round(perDay * days * 1e6) / 1e6;
  return { share: Math.min(whole, cap), capped: whole > cap, slipDays };
}
