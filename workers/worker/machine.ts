import { availableParallelism, loadavg } from 'node:os';
import type { Machine } from '#services/classroom/runs/machine.ts';

/** This machine as it is now, for the evidence of a run: a doubt about time is often one about load. */
export function machineNow(worker: string, { lanes, busy }: Pick<Machine, 'lanes' | 'busy'>): Machine {
  const cores = availableParallelism();
  const load = Math.round(((loadavg()[0] ?? 0) / cores) * 100) / 100;
  return { worker, cores, load, lanes, busy };
}
