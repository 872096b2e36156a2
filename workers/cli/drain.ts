/** How long a class needs on this machine. */
export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** One container costs this much CPU to create, start and remove (measured); a run takes two. */
const CONTAINERS_CPU_MS = 2 * 235;

/**
 * Minutes in which this machine grades so many submissions like those measured, one lane per processor: bounded by
 * processors, or by waiting (sleeping tests) where that takes longer.
 */
export function drainMinutes(submissions: number, measured: readonly Measured[], processors: number): number {
  const mean = (of: (one: Measured) => number) => measured.reduce((sum, one) => sum + of(one), 0) / measured.length;
  const busyMs = Math.max(
    mean(({ cpuMs }) => cpuMs + CONTAINERS_CPU_MS),
    mean(({ wallMs }) => wallMs),
  );
  return (submissions * busyMs) / processors / 60_000;
}
