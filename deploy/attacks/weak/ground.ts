/**
 * A ground on which layers of the judge are switched off, from outside: the grading core and production know nothing
 * of it. `split`: sealed tests are linked instead. `policy`: the step is taken out of the job. `records`, `uid`: the
 * weak judge. `image`: programs run beside toolchain and sources. `limits`: the lab's own bounds, which are wide.
 * `canaries`: none are planted. `mark`: records count without it. `clock`: nobody looks at benchmarks from outside.
 */
import type Docker from 'dockerode';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import type { Command, Execution, InputFile, Sandbox } from '#workers/sandbox/sandbox.ts';
import type { Layer } from '../options.ts';
import type { Ground } from '../ways/grading.ts';
import type { OpenGround } from '../ways/ground.ts';
import type { Compile } from './compiled.ts';
import type { WeakImages } from './images.ts';
import {
  type Job,
  jobOf,
  wideLimits,
  withJob,
  withoutCanaries,
  withoutClock,
  withoutPolicy,
  withPolicyPassed,
} from './job.ts';
import { addSources, type Sources, splitSources } from './sources.ts';

const IN_THE_JUDGE: readonly Layer[] = ['records', 'uid', 'limits', 'mark'];

export function weakGround(
  ground: OpenGround,
  images: WeakImages,
  without: readonly Layer[],
  compileOnce: Compile,
): Ground {
  const off = (layer: Layer) => without.includes(layer);
  const { docker, processors } = ground.engine;
  const weak = IN_THE_JUDGE.filter(off).join(',');
  const real = dockerSandbox(weakened(docker, weak, off('limits')), { owner: ground.owner, processors });
  const sources: Sources = new Map();
  const sandbox: Sandbox = {
    async execute(command, signal) {
      if (command.profile === 'compile') return compile(compileOnce, command, off('policy'), sources, signal);
      const execution = await real.execute(runCommand(command, off('image') ? splitSources(sources) : [], off), signal);
      return off('clock') ? { ...execution, entries: withoutClock(execution.entries) } : execution;
    },
  };
  const runImage = off('image') ? images.full : images.run;
  return {
    ...ground,
    sandbox,
    images: { ...ground.images, run: runImage },
    preparations: new Map(),
    shared: off('split'),
  };
}

/** What a compiler is told that it may use. */
const CORES = 2;

async function compile(
  compileOnce: Compile,
  command: Command,
  anything: boolean,
  sources: Sources,
  signal: AbortSignal | undefined,
): Promise<Execution> {
  const files = inputOf(command, CORES);
  const job: Job | undefined = anything ? jobOf(files) : undefined;
  addSources(sources, files);
  const execution = await compileOnce(command, job ? withJob(files, withoutPolicy(job)) : files, signal);
  return job ? { ...execution, entries: withPolicyPassed(execution.entries, job) } : execution;
}

function runCommand(command: Command, more: readonly InputFile[], off: (layer: Layer) => boolean): Command {
  const wide = off('limits');
  const input = (cores: number) => {
    const files = inputOf(command, cores);
    const taken = new Set(files.map(({ path }) => path));
    const all = [...files, ...more.filter(({ path }) => !taken.has(path))];
    const job = off('canaries') ? withoutCanaries(jobOf(all)) : jobOf(all);
    return withJob(all, wide ? wideLimits(job) : job);
  };
  return { ...command, input, limits: wide ? { ...command.limits, ...LAB } : command.limits };
}

/** What a run may use where limits are off: the machine must stand. */
const LAB = { wallMs: 90_000, memoryBytes: 1536 * 2 ** 20, processes: 2000, outputBytes: 512 * 2 ** 20 };

function inputOf({ input }: Command, cores: number): readonly InputFile[] {
  return [...(typeof input === 'function' ? input(cores) : input)];
}

/** An engine that gives containers the weak judge's variable and, without limits, more room. */
function weakened(docker: Docker, weak: string, wide: boolean): Docker {
  const createContainer = (options: Docker.ContainerCreateOptions) => {
    if (options.Cmd?.[0] !== 'run') return docker.createContainer(options);
    const tmpfs = { '/tmp': 'rw,noexec,nosuid,nodev,size=600m,nr_inodes=200000,mode=1777' };
    const host = wide
      ? { ...options.HostConfig, Tmpfs: { ...options.HostConfig?.Tmpfs, ...tmpfs } }
      : options.HostConfig;
    return docker.createContainer({
      ...options,
      Env: [`PUSHMARK_WEAK=${weak}`],
      ...(host ? { HostConfig: host } : {}),
    });
  };
  return Object.assign(Object.create(docker) as Docker, { createContainer });
}
