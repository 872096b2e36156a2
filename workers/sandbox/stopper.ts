import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { InfrastructureError } from '#services/platform/errors.ts';
import type { Stop } from './ending.ts';

export interface Stopper {
  /** Kills the container now; the first reason is the one that counts. */
  now(reason: Stop): Promise<void>;
  reason(): Stop | undefined;
  /** Forgets the clock and the signal. */
  clear(): void;
}

/** How long a container that is done or killed may take to end before Docker itself is taken for broken. */
export const KILL_GRACE_MS = 20_000;

/** Kills a container when its time is up or the signal is aborted; breaks the stream when Docker does not obey. */
export function stopper(container: Docker.Container, stream: Duplex, wallMs: number, signal?: AbortSignal): Stopper {
  let first: Stop | undefined;
  let grace: NodeJS.Timeout | undefined;
  const now = async (reason: Stop) => {
    first ??= reason;
    grace ??= setTimeout(
      () => stream.destroy(new InfrastructureError('Docker did not kill a container')),
      KILL_GRACE_MS,
    );
    // It may have ended by itself in this moment (404, 409); its final state says so.
    await container.kill().catch(() => undefined);
  };
  const aborted = () => void now('aborted');
  const clock = setTimeout(() => void now('timed-out'), wallMs);
  signal?.addEventListener('abort', aborted);
  if (signal?.aborted) aborted();
  return {
    now,
    reason: () => first,
    clear() {
      clearTimeout(clock);
      clearTimeout(grace);
      signal?.removeEventListener('abort', aborted);
    },
  };
}
