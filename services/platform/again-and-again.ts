import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';

/** Milliseconds from the end of a look to the next one. */
export interface LookTimes {
  readonly lookMs: number;
  /** After one that failed. */
  readonly troubleMs: number;
}

/** Looks again and again until it is stopped, which its signal tells the look under way; `trouble`: what is logged of one that fails. */
export function againAndAgain(
  log: Log,
  trouble: string,
  times: LookTimes,
  look: (signal: AbortSignal) => Promise<unknown>,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async () => {
    while (!signal.aborted) {
      const pause = await look(signal).then(
        () => times.lookMs,
        (err) => {
          if (!signal.aborted) log.warn({ err }, trouble);
          return times.troubleMs;
        },
      );
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  };
  const looking = loop();
  return {
    async stop() {
      stopping.abort(new Error('the process stops'));
      await looking;
    },
  };
}
