import type { Ending } from '#graders/steps/process.ts';

/** What the engine knows of a container's first process after its death. */
export interface FinalState {
  readonly exitCode: number;
  readonly oomKilled: boolean;
}

/** Why we killed it, if we did. */
export type Stop = 'timed-out' | 'output-limit' | 'aborted';

const KILLED = 128 + 9;

/**
 * The ending of a container's first process. `oomKilled` alone says only that some process in it was killed for
 * memory, and our clock may have rung just when it ended by itself: the exit code decides.
 */
export function endingOf({ exitCode, oomKilled }: FinalState, stop: Stop | undefined): Ending {
  if (stop === 'output-limit') return 'output-limit';
  if (stop === 'timed-out' && exitCode === KILLED) return 'timed-out';
  if (oomKilled && exitCode === KILLED) return 'out-of-memory';
  return exitCode > 128 ? 'signalled' : 'exited';
}
