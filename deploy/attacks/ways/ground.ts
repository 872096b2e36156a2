import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryStore } from '#services/classroom/store.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker, type Engine } from '#workers/sandbox/connect.ts';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { sweepDead } from '#workers/sandbox/sweep.ts';
import type { Assignments } from '../corpus/assignments.ts';
import { canariesOf } from '../look/canaries.ts';
import type { Ground } from './grading.ts';
import { ENVIRONMENT_CANARY } from './outcome.ts';

export interface OpenGround extends Ground {
  readonly engine: Engine;
  /** Names our containers. */
  readonly owner: string;
  /** Containers of ours that are still there. */
  left(): Promise<number>;
  close(): Promise<void>;
}

const OWNER = 'attacks';

/** What a neighbour's submission holds. */
export const NEIGHBOUR_CANARY = 'qz9xneighbour0k3v7w1m5r9t';

export async function openGround(assignments: Assignments, signal: AbortSignal): Promise<OpenGround> {
  const engine = await connectDocker();
  await sweepDead(engine.docker, OWNER, hostname());
  const owner = `${OWNER}-${hostname()}-${process.pid}`;
  const folder = await mkdtemp(join(tmpdir(), 'pushmark-attacks-'));
  process.env.PUSHMARK_ATTACK_CANARY = ENVIRONMENT_CANARY;
  const { images, pool } = await readConfig();
  const sandbox = dockerSandbox(engine.docker, { owner, processors: engine.processors, pool });
  return {
    engine,
    owner,
    sandbox,
    images: await resolveImages(engine.docker, images),
    store: directoryStore(folder),
    preparations: new Map(),
    canaries: [...[...assignments.values()].flatMap(canariesOf), NEIGHBOUR_CANARY, ENVIRONMENT_CANARY],
    signal,
    shared: false,
    async left() {
      // What has answered is removed a moment later.
      await sandbox.close();
      const filters = { label: [`pushmark.owner=${owner}`] };
      return (await engine.docker.listContainers({ all: true, filters })).length;
    },
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
