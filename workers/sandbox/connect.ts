import { setTimeout } from 'node:timers/promises';
import Docker from 'dockerode';
import { InfrastructureError } from '#services/platform/errors.ts';

/** A Docker engine that answered. */
export interface Engine {
  readonly docker: Docker;
  readonly processors: number;
  readonly version: string;
  /** `1` or `2`. */
  readonly cgroups: string;
  readonly memoryBytes: number;
  /** Its security options, e.g. `name=seccomp,profile=default`. */
  readonly security: readonly string[];
  /** Names of the runtimes that it has, e.g. `runc`. */
  readonly runtimes: readonly string[];
}

const ANSWER_MS = 10_000;

/** The engine that DOCKER_HOST names, else the local one. Throws InfrastructureError when none answers. */
export async function connectDocker(): Promise<Engine> {
  const docker = new Docker();
  try {
    const info = await Promise.race([docker.info(), silence()]);
    return {
      docker,
      processors: info.NCPU,
      version: info.ServerVersion,
      cgroups: info.CgroupVersion ?? '1',
      memoryBytes: info.MemTotal,
      security: info.SecurityOptions ?? [],
      runtimes: Object.keys(info.Runtimes ?? {}),
    };
  } catch (error) {
    const words = `No Docker engine answers (${(error as Error).message}). Start it, or run: npm run setup`;
    throw new InfrastructureError(words, { cause: error });
  }
}

async function silence(): Promise<never> {
  await setTimeout(ANSWER_MS, undefined, { ref: false });
  throw new Error(`silent for ${ANSWER_MS / 1000} s`);
}
