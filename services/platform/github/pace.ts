/** What passes without waiting after a rest, and then how many a second. */
export interface PaceLimits {
  readonly burst: number;
  readonly perSecond: number;
}

interface Clock {
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

const clock: Clock = { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** Answers when the caller may go on; callers go on in their order. */
export function openPace({ burst, perSecond }: PaceLimits, { now, sleep }: Clock = clock): () => Promise<void> {
  const each = 1000 / perSecond;
  // When all that have passed would have passed at an even pace.
  let even = Number.NEGATIVE_INFINITY;
  return async () => {
    even = Math.max(even, now() - burst * each) + each;
    const early = even - now();
    if (early > 0) await sleep(early);
  };
}
