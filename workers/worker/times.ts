export interface WorkerTimes {
  /** How long a run stays ours without a sign of life. */
  readonly leaseSeconds: number;
  /** Between signs of life; a fraction of the lease. */
  readonly heartbeatMs: number;
  /** Between looks at the queue that no ring asked for, and between signs of life of the worker itself. */
  readonly sweepMs: number;
  /** How long a run may take in all; far above every limit of an assignment, so whoever hangs then is a machine of ours. */
  readonly runMs: number;
  /** How long work that was called off may take to tidy up before it is left alone. */
  readonly graceMs: number;
  /** How long a stopping worker waits for its runs; less than what a process manager gives it (often 30 s). */
  readonly drainMs: number;
}

export const WORKER_TIMES: WorkerTimes = {
  leaseSeconds: 60,
  heartbeatMs: 15_000,
  sweepMs: 5_000,
  runMs: 20 * 60_000,
  graceMs: 10_000,
  drainMs: 25_000,
};
