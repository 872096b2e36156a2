import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Histogram, type Registry } from 'prom-client';
import { type ConnectionWait, connectionWaits } from '#services/platform/database.ts';

const buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** Counts in this process how long transactions wait for a connection, until the answer is called. */
export function countWaits(registry: Registry): () => void {
  const waits = new Histogram({
    ...{ name: 'pushmark_connection_wait_seconds', help: 'Seconds for which transactions waited for a connection' },
    ...{ labelNames: ['pool'], buckets, registers: [registry] },
  });
  const count = (message: unknown) => {
    const { pool, seconds } = message as ConnectionWait;
    waits.observe({ pool }, seconds);
  };
  subscribe(connectionWaits.name, count);
  return () => unsubscribe(connectionWaits.name, count);
}
