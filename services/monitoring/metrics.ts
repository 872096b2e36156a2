import { collectDefaultMetrics, type Metric, Registry } from 'prom-client';
import { COUNTS } from '#services/classroom/results/counts.ts';
import {
  type Distribution,
  feedbackDistribution,
  phaseDistributions,
  type Span,
  samples,
} from '#services/classroom/results/figures.ts';
import type { Database } from '#services/platform/database.ts';
import { growing } from './growing.ts';

/** What Prometheus reads. Nearly all of it is asked of the database at that moment; the rest is about this process. */
export function metricsOf(database: Database): Registry {
  const registry = new Registry();
  const turn = oneByOne();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, type, labels, sql } of COUNTS) {
    read(registry, name, help, type, () => turn(() => samples(database, sql, ...labels)));
  }
  const histogram = (name: string, help: string, bounds: readonly number[], ask: Distributions) => {
    const all = growing((from, to) => ask(database, bounds, { from, to }));
    read(registry, name, help, 'histogram', async () => {
      const found = await turn(all);
      return (found.length > 0 ? found : nothing).flatMap((each) => histogramSamples(name, bounds, each));
    });
  };
  const seconds = 'Seconds from the push of a commit until GitHub had its result';
  histogram('pushmark_push_to_feedback_seconds', seconds, feedbackBounds, feedbackDistribution);
  histogram('pushmark_phase_seconds', 'Seconds of each phase of a graded run', phaseBounds, phaseDistributions);
  return registry;
}

/** A histogram of nothing is there all the same: without it nobody could tell quiet from broken. */
const nothing: readonly Distribution[] = [{ labels: {}, counts: [], sum: 0 }];

const feedbackBounds = [0.5, 1, 1.5, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300, 600, 1800, 3600, 10_800, 43_200];
const phaseBounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 180, 600, 3600];

/** prom-client asks for all at once; deliveries need the connections more than figures do. */
function oneByOne(): <T>(ask: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const answer = last.then(ask);
    last = answer.catch(() => undefined);
    return answer;
  };
}

type Distributions = (database: Database, bounds: readonly number[], span: Span) => Promise<Distribution[]>;

interface Value {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** prom-client counts in the process; what is asked for anew at each reading needs no more than its interface. */
function read(registry: Registry, name: string, help: string, type: string, values: () => Promise<readonly Value[]>) {
  const metric = {
    name,
    help,
    type,
    get: async () => ({ name, help, type, aggregator: 'sum', values: await values() }),
  };
  registry.registerMetric(metric as unknown as Metric);
}

function histogramSamples(name: string, bounds: readonly number[], { labels, counts, sum }: Distribution): Value[] {
  let total = 0;
  const buckets = [...bounds, '+Inf'].map((le, i): Value => {
    total += counts[i] ?? 0;
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: total },
  ];
}
