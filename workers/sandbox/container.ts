import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import { InfrastructureError } from '#services/platform/errors.ts';
import { containerOptions, type Placement } from './profiles.ts';
import type { ContainerSpec } from './sandbox.ts';

/** A container whose judge waits for its job on the attached stream. It is for one job and never for another. */
export interface Opened {
  readonly spec: ContainerSpec;
  readonly container: Docker.Container;
  readonly stream: Duplex;
}

/** Creates, attaches and starts; leaves nothing behind when one of these fails. */
export async function openContainer(docker: Docker, spec: ContainerSpec, place: Placement): Promise<Opened> {
  const container = await ours(
    `create a ${spec.profile} container`,
    docker.createContainer(containerOptions(spec, place)),
  );
  try {
    const attach = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
    const stream = (await ours('attach to a container', container.attach(attach))) as Duplex;
    // Who reads or writes hears of its errors; one that comes when nobody does must not end the process.
    stream.on('error', () => undefined);
    await ours('start a container', container.start());
    return { spec, container, stream };
  } catch (error) {
    await removeContainer(container).catch(() => undefined);
    throw error;
  }
}

/** Gives a container that waits other limits. */
export async function limitAnew(opened: Opened, spec: ContainerSpec): Promise<Opened> {
  const { memoryBytes, cpus, processes } = spec.limits;
  const limits = {
    Memory: memoryBytes,
    MemorySwap: memoryBytes,
    NanoCpus: Math.round(cpus * 1e9),
    PidsLimit: processes,
  };
  await ours('change the limits of a container', opened.container.update(limits));
  return { ...opened, spec };
}

/** Keeps a container on some processors: what measures time is then moved by nobody, and shares none with who serves the rest. */
export async function pinContainer({ container }: Opened, cores: string): Promise<void> {
  await ours(`keep a container on the processors ${cores}`, container.update({ CpusetCpus: cores }));
}

/**
 * The last so many processors, as Docker names them, never the first, which serves the machine's devices; undefined where
 * there are too few to choose from.
 */
export function coresFor(cpus: number, processors: number): string | undefined {
  if (processors <= 2) return undefined;
  const count = Math.min(Math.max(1, Math.ceil(cpus)), processors - 1);
  return count === 1 ? `${processors - 1}` : `${processors - count}-${processors - 1}`;
}

/** On a machine under load Docker may not see the end of what it kills in time: it is then asked again until it is gone. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  for (let tries = 1; ; tries++) {
    const refusal = await container.remove({ force: true, v: true }).then(
      () => undefined,
      (error: { statusCode?: number }) => error,
    );
    if (!refusal || refusal.statusCode === 404) return;
    if (tries === removalTries) await ours('remove a container', Promise.reject(refusal));
    await setTimeout(removalPauseMs);
  }
}

const removalTries = 10;
const removalPauseMs = 1_000;

/** Whatever Docker refuses is trouble of ours. */
export async function ours<T>(what: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw new InfrastructureError(`Docker could not ${what}: ${messageOf(error)}`, { cause: error });
  }
}

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim();
}
