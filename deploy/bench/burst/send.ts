import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Acknowledged, Prepared } from './deliveries.ts';

export interface Load {
  readonly url: string;
  readonly secret: string;
  /** Two of each repository, one after the other. */
  readonly pushes: readonly Prepared[];
  /** In which they are sent. */
  readonly seconds: number;
}

export interface Sent {
  /** In the order in which they were sent. */
  readonly acks: readonly Acknowledged[];
  /** Sent a second time under their own number, as GitHub's redelivery does. */
  readonly redelivered: number;
  /** How late the sender itself was: what it measured may be too much by that. */
  readonly loopP99Ms: number;
}

/** Sends from a thread of its own. */
export async function sendPaced(load: Load, signal: AbortSignal): Promise<Sent> {
  const sender = new Worker(new URL('./sender.ts', import.meta.url), { workerData: load });
  try {
    const [sent] = await once(sender, 'message', { signal });
    return sent as Sent;
  } finally {
    await sender.terminate();
  }
}
