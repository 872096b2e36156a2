/**
 * Who may work beside whom on this machine. Compilers and tests run side by side; benchmarks are measured alone, one
 * container at a time. First come, first served, so that neither side starves the other. A benchmark waits for every
 * compiler, but for tests only a while: they may be a student's endless loop, and that takes one core.
 */
export type Work = 'compile' | 'run' | 'alone';

export interface Turns {
  /** Waits for its turn; what is answered gives it back. Rejects with the signal's reason when aborted while waiting. */
  enter(work: Work, signal?: AbortSignal): Promise<() => void>;
  /** How many have their turn now. */
  busy(): number;
}

interface Waiting {
  readonly work: Work;
  readonly since: number;
  readonly go: () => void;
}

const PATIENCE_MS = 5_000;

export function openTurns({ patienceMs = PATIENCE_MS, now = Date.now } = {}): Turns {
  const under = { compile: 0, run: 0, alone: 0 };
  const queue: Waiting[] = [];

  function may({ work, since }: Waiting): boolean {
    if (under.alone > 0) return false;
    if (work !== 'alone') return true;
    return under.compile === 0 && (under.run === 0 || now() - since >= patienceMs);
  }

  function admit(): void {
    for (let next = queue[0]; next && may(next); next = queue[0]) {
      queue.shift();
      under[next.work]++;
      next.go();
    }
  }

  function leave(work: Work): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      under[work]--;
      admit();
    };
  }

  return {
    busy: () => under.compile + under.run + under.alone,
    async enter(work, signal) {
      const turn = Promise.withResolvers<void>();
      const waiting: Waiting = { work, since: now(), go: turn.resolve };
      const aborted = () => {
        const place = queue.indexOf(waiting);
        if (place < 0) return;
        queue.splice(place, 1);
        turn.reject(signal?.reason);
        admit();
      };
      const patience = work === 'alone' ? setTimeout(admit, patienceMs) : undefined;
      signal?.addEventListener('abort', aborted);
      queue.push(waiting);
      admit();
      if (signal?.aborted) aborted();
      try {
        await turn.promise;
        return leave(work);
      } finally {
        clearTimeout(patience);
        signal?.removeEventListener('abort', aborted);
      }
    },
  };
}
