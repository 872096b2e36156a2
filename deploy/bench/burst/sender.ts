/** A thread that sends: what else the bench does, GitHub's stand-in among it, delays neither a delivery nor its clock. */
import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type Acknowledged, deliver } from './deliveries.ts';
import type { Load, Sent } from './send.ts';

const { url, secret, pushes, seconds } = workerData as Load;

/** First all older commits, then all newer ones, at even distances; every twentieth is sent again a little later. */
async function send(): Promise<Sent> {
  const order = [...pushes.filter((_, i) => i % 2 === 0), ...pushes.filter((_, i) => i % 2 === 1)];
  // What a first request loads here is nothing of the web process.
  await (await fetch(new URL('/healthz', url))).arrayBuffer();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const acks: Promise<Acknowledged>[] = [];
  let redelivered = 0;
  for (const [i, push] of order.entries()) {
    await sleep(Math.max(0, began + (i * seconds * 1000) / order.length - performance.now()));
    const guid = randomUUID();
    acks.push(deliver(url, secret, push, guid));
    if (i % 20 !== 0) continue;
    redelivered++;
    acks.push(sleep(500).then(() => deliver(url, secret, push, guid)));
  }
  return { acks: await Promise.all(acks), redelivered, loopP99Ms: delay.percentile(99) / 1e6 };
}

parentPort?.postMessage(await send());
