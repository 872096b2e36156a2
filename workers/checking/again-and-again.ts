import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#services/platform/log.ts';

const times = { lookMs: 10_000, troubleMs: 60_000 };

/** Looks every ten seconds, after trouble every minute, until it is stopped, which its signal tells the look under way. */
export function againAndAgain(
  log: Log,
  trouble: string,
  look: (signal: AbortSignal) => Promise<void>,
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
      stopping.abort(new Error('the worker stops'));
      await looking;
    },
  };
}
