import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on; without names. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  /** Mean number of runnable processes in the last minute: above the cores, somebody else works here too. */
  readonly load: number;
  readonly docker: string;
  readonly at: string;
}

export function machineHere(docker: string): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: Math.round(10 * (loadavg()[0] ?? 0)) / 10,
    docker,
    at: new Date().toISOString(),
  };
}

export function showMachine({ cores, processor, memoryGiB, load, docker, at }: Machine): string {
  const busy = load > cores ? ' (others work here too: trust ratios, not times)' : '';
  return `${cores} cores (${processor}), ${memoryGiB} GiB, Docker ${docker}, ${at}, load ${load}${busy}`;
}
