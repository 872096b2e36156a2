/** The parts of a run, in order. */
export type Phase = 'prepare' | 'workspace' | 'compile' | 'run' | 'judge';

export type Progress =
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** Steps (compile) or test processes (run) that have ended; `of` is 0 while it is not known. */
  | { readonly kind: 'ended'; readonly phase: Phase; readonly count: number; readonly of: number }
  /** A run step has begun: titles of the criteria that it is for. */
  | { readonly kind: 'step'; readonly criteria: readonly string[] }
  | { readonly kind: 'criterion'; readonly name: string; readonly credit: number };

export interface PhaseClock {
  /** Reports and times one part; `ms` of a part that comes twice is added up. */
  time<T>(phase: Phase, work: () => Promise<T> | T): Promise<T>;
  readonly timings: Readonly<Record<string, number>>;
}

export function phaseClock(onProgress: ((event: Progress) => void) | undefined): PhaseClock {
  const timings: Record<string, number> = {};
  return {
    timings,
    async time(phase, work) {
      onProgress?.({ kind: 'phase', phase });
      const begin = performance.now();
      try {
        return await work();
      } finally {
        timings[phase] = Math.round((timings[phase] ?? 0) + performance.now() - begin);
      }
    },
  };
}
