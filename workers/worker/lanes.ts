/** A fixed number of places where work is done. */
export interface Lanes {
  /** Waits for a lane, then works in it until there is nothing left to do. Rejects when the work does. */
  work(): Promise<void>;
  free(): number;
  busy(): number;
  /** Begins nothing more; resolves when every lane is idle. */
  close(): Promise<void>;
}

/** `once` does one piece of work and answers whether there was any. */
export function openLanes(count: number, once: () => Promise<boolean>): Lanes {
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;
  let idle: (() => void) | undefined;

  async function enter(): Promise<void> {
    if (busy < count) busy++;
    // A lane that is passed on stays counted as busy.
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else busy--;
    if (busy === 0) idle?.();
  }

  return {
    async work() {
      await enter();
      try {
        while (!closed && (await once()));
      } finally {
        leave();
      }
    },
    free: () => count - busy,
    busy: () => busy,
    close() {
      closed = true;
      if (busy === 0) return Promise.resolve();
      return new Promise<void>((resolve) => {
        idle = resolve;
      });
    },
  };
}
