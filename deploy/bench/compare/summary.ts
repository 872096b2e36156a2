import { median, quantile } from '../statistics.ts';
import type { Sample } from './idle.ts';
import type { Block } from './saturated.ts';

/** Medians of one assignment and one way on a machine without other work of ours. */
export interface IdleRow {
  readonly assignment: string;
  readonly way: string;
  readonly samples: number;
  readonly commandSeconds: number;
  readonly groupSeconds: number;
  readonly engineSeconds: number;
  readonly nodeSeconds: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Processor time in relation to the bound: of the job, and with the engine's own. */
  readonly jobRatio: number;
  readonly allRatio: number;
  readonly trouble: readonly string[];
}

export function idleRows(samples: readonly Sample[], bound: string): IdleRow[] {
  const groups = Map.groupBy(samples, ({ assignment, way }) => `${assignment}\n${way}`);
  const rows = [...groups.values()].map(rowOf);
  return rows.map((row) => {
    const base = rows.find((one) => one.assignment === row.assignment && one.way === bound);
    const against = base ? jobSeconds(base) : Number.NaN;
    return { ...row, jobRatio: jobSeconds(row) / against, allRatio: (jobSeconds(row) + row.engineSeconds) / against };
  });
}

/** Control groups count everything; where there are none, the processes that were waited for. */
function jobSeconds({ groupSeconds, commandSeconds }: IdleRow): number {
  return Number.isFinite(groupSeconds) ? groupSeconds : commandSeconds;
}

function rowOf(samples: readonly Sample[]): IdleRow {
  const [{ assignment, way }] = samples as [Sample];
  const of = (value: (sample: Sample) => number) => median(samples.map(value));
  const walls = samples.map(({ wallMs }) => wallMs);
  return {
    ...{ assignment, way, samples: samples.length, jobRatio: 1, allRatio: 1 },
    commandSeconds: of((one) => one.commandSeconds),
    groupSeconds: of((one) => one.groupSeconds ?? Number.NaN),
    engineSeconds: of(({ engine }) => engine.daemons + engine.shims),
    nodeSeconds: of((one) => one.nodeSeconds),
    p50Ms: median(walls),
    p95Ms: quantile(walls, 0.95),
    trouble: [...new Set(samples.flatMap((one) => one.trouble))],
  };
}

export interface BusyRow {
  readonly way: string;
  readonly submissions: number;
  readonly perMinute: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Throughput is the median of blocks: one that others disturbed does not decide. */
export function busyRows(blocks: readonly Block[]): BusyRow[] {
  return [...Map.groupBy(blocks, ({ way }) => way)].map(([way, all]) => {
    const latencies = all.flatMap(({ latenciesMs }) => latenciesMs);
    return {
      way,
      submissions: latencies.length,
      perMinute: median(all.map(({ submissions, seconds }) => (60 * submissions) / seconds)),
      p50Ms: median(latencies),
      p95Ms: quantile(latencies, 0.95),
    };
  });
}
