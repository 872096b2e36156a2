/** What a web process says of itself in /metrics. */
export interface Inside {
  /** Delay of its event loop since the last look, 99th percentile. */
  readonly loopP99Ms: number;
  /** No more than that did 99 of 100 deliveries wait for a connection; Infinity: more than the last bound. */
  readonly waitP99Ms: number;
  /** Processor time since its start. */
  readonly cpuSeconds: number;
}

/** The delay of the loop is of the time since the last look; an answer serves for five seconds. */
export async function lookInside(url: string): Promise<Inside> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  return {
    loopP99Ms: 1000 * value('nodejs_eventloop_lag_p99_seconds'),
    waitP99Ms: 1000 * boundOf(text, 0.99),
    cpuSeconds: value('process_cpu_seconds_total'),
  };
}

const bucket = /^pushmark_connection_wait_seconds_bucket\{(?=.*pool="pushmark-intake").*le="([^"]+)".*\} (\d+)$/gm;

/** The first bound below which this part of all waits is. */
function boundOf(metrics: string, part: number): number {
  const buckets = [...metrics.matchAll(bucket)].map(([, le, count]) => ({ le, count: Number(count) }));
  const all = buckets.at(-1)?.count ?? 0;
  return Number(buckets.find(({ count }) => count >= part * all)?.le?.replace('+Inf', 'Infinity') ?? Number.NaN);
}
