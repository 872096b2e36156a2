/** `npm run bench -- profile`: where the time of one submission goes, step by step, in Pushmark. */
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryStore } from '#services/classroom/store.ts';
import { treeDigest } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { table } from '#workers/cli/table.ts';
import { usualContainers } from '#workers/grading/budgets.ts';
import { grade } from '#workers/grading/grade.ts';
import { seedOf } from '#workers/grading/seed.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { type DockerSandbox, dockerSandbox } from '#workers/sandbox/docker.ts';
import { type Images, resolveImages } from '#workers/sandbox/images.ts';
import { loadAssignment, submissionOf } from './load/assignments.ts';
import { type Machine, machineHere, showMachine } from './machine/here.ts';
import { type Part, spyOn } from './profile/spy.ts';
import { median } from './statistics.ts';

export interface ProfileOptions {
  readonly assignments: readonly string[];
  readonly rounds: number;
  readonly onProgress: (words: string) => void;
  readonly signal: AbortSignal;
}

export interface ProfileReport {
  readonly machine: Machine;
  /** Medians, in the order in which they happen. */
  readonly profiles: readonly { readonly assignment: string; readonly parts: readonly Part[] }[];
}

export async function profileBench(options: ProfileOptions): Promise<ProfileReport> {
  const { docker, processors, version } = await connectDocker();
  const machine = machineHere(version);
  const images = await resolveImages(docker, (await readConfig()).images);
  const sandbox = dockerSandbox(docker, { owner: `bench-${hostname()}-${process.pid}`, processors, pool: 2 });
  const data = await mkdtemp(join(tmpdir(), 'pushmark-bench-'));
  try {
    await sandbox.warm(...usualContainers(images));
    const profiles = [];
    for (const assignment of options.assignments) {
      options.onProgress(`profiling ${assignment}`);
      profiles.push({ assignment, parts: await profile(assignment, { sandbox, images, data }, options) });
    }
    return { machine, profiles };
  } finally {
    await sandbox.close();
    await rm(data, { recursive: true, force: true });
  }
}

interface Place {
  readonly sandbox: DockerSandbox;
  readonly images: Images;
  readonly data: string;
}

async function profile(name: string, { sandbox, images, data }: Place, options: ProfileOptions): Promise<Part[]> {
  const assignment = await loadAssignment(name);
  const store = directoryStore(data);
  const rounds: Part[][] = [];
  // The first submission prepares the assignment and is not counted.
  for (let n = 0; n <= options.rounds && !options.signal.aborted; n++) {
    const submitted = submissionOf(assignment, n);
    const seed = seedOf('bench', assignment.judging, treeDigest(submitted));
    const parts: Part[] = [];
    const run = await grade({ assignment, submitted, seed, sandbox: spyOn(sandbox, parts), store, images });
    const phases = Object.entries(run.timings).map(([phase, wallMs]) => ({
      name: `phase ${phase}`,
      wallMs,
      cpuMs: Number.NaN,
    }));
    const total = Object.values(run.timings).reduce((sum, ms) => sum + ms, 0);
    if (n > 0) rounds.push([...parts, ...phases, { name: 'all', wallMs: total, cpuMs: run.cpuMs }]);
  }
  return medians(rounds);
}

function medians(rounds: readonly (readonly Part[])[]): Part[] {
  const names = [...new Set(rounds.flatMap((parts) => parts.map(({ name }) => name)))];
  return names.map((name) => {
    const found = rounds.flatMap((parts) => parts.filter((part) => part.name === name));
    return { name, wallMs: median(found.map((one) => one.wallMs)), cpuMs: median(found.map((one) => one.cpuMs)) };
  });
}

export function showProfile({ machine, profiles }: ProfileReport): string {
  const shown = (ms: number) => (Number.isFinite(ms) ? `${Math.round(ms)}` : '');
  const tables = profiles.map(({ assignment, parts }) => {
    const head = ['wall ms', 'CPU ms', assignment];
    return table([head, ...parts.map((part) => [shown(part.wallMs), shown(part.cpuMs), part.name])], [0, 1]);
  });
  return `${[showMachine(machine), ...tables].join('\n\n')}\n`;
}
