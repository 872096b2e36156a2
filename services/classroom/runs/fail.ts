import { type Database, execute, transaction } from '#services/platform/database.ts';
import { scrub } from '#services/platform/scrub.ts';
import type { Claim } from './claim.ts';
import { endRun, lockSubmission, reportSubmission } from './settle.ts';

/** Seconds before the second, third, … attempt: an hour and a half in all, so that a short outage passes unseen. */
const BACK_OFF_SECONDS = [5, 30, 120, 600, 1800, 2700] as const;

/** After so many attempts it is no outage, and somebody has to look. */
export const MAX_ATTEMPTS = BACK_OFF_SECONDS.length + 1;

/** From this attempt on GitHub is believed that it has not got a commit, or that we may not read it: after some minutes. */
export const BELIEVED_FROM = 4;

/** What went wrong on our side. */
export interface Failure {
  /** One line for students and teachers: no path, no host. */
  readonly message: string;
  /** For whoever runs Pushmark; scrubbed and cut here. */
  readonly detail: string;
  /** Trying again will not help, e.g. the assignment cannot be read. */
  readonly lasting?: boolean;
}

/**
 * Our fault: the run waits for another attempt and changes no grade. `retried`: later by itself; `errored`: given up,
 * and reported as ours; `refused`: somebody else has the run by now.
 */
export async function failRun(
  db: Database,
  run: Claim & { readonly attempts: number },
  failure: Failure,
): Promise<'retried' | 'errored' | 'refused'> {
  return transaction(db, async (tx) => {
    const settled = await lockSubmission(tx, run);
    if (!settled) return 'refused';
    const detail = scrub(failure.detail).slice(0, 10_000);
    const write = 'update run set error = $2, error_detail = $3 where id = $1';
    await execute(tx, write, [run.id, scrub(failure.message), detail]);
    if (failure.lasting || run.attempts >= MAX_ATTEMPTS) {
      await endRun(tx, run.id, 'errored');
      await reportSubmission(tx, settled);
      return 'errored';
    }
    await execute(
      tx,
      `update run set state = 'queued', phase = null, started_at = null, lease_owner = null, lease_until = null,
         not_before = now() + make_interval(secs => $2)
       where id = $1`,
      [run.id, backOff(run.attempts)],
    );
    return 'retried';
  });
}

/**
 * The commit cannot be judged, as its files are not to be had: it is gone or closed to us; `forGood`: it is far too big.
 * Nothing tries again by itself.
 */
export async function unavailableRun(
  db: Database,
  claim: Claim,
  { unavailable, forGood }: { readonly unavailable: string; readonly forGood: boolean },
): Promise<'unavailable' | 'refused'> {
  return transaction(db, async (tx) => {
    const settled = await lockSubmission(tx, claim);
    if (!settled) return 'refused';
    const sql = 'update submission set unavailable = $2, unavailable_for_good = $3 where id = $1';
    await execute(tx, sql, [settled.submissionId, scrub(unavailable), forGood]);
    await execute(tx, 'update run set error = null, error_detail = null where id = $1', [claim.id]);
    await endRun(tx, claim.id, 'unavailable');
    await reportSubmission(tx, settled);
    return 'unavailable';
  });
}

/** Up to a fifth longer, so that what failed together does not come back together. */
function backOff(attempts: number): number {
  const seconds = BACK_OFF_SECONDS[Math.max(0, attempts - 1)] ?? BACK_OFF_SECONDS.at(-1)!;
  return seconds * (1 + Math.random() / 5);
}
