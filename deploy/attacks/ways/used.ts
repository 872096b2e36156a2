import { statfs } from 'node:fs/promises';
import type { OpenGround } from './ground.ts';

/** What a whole run cost the machine. */
export interface Used {
  /** Most memory of the runner, which reads everything that containers answer. */
  readonly memoryBytes: number;
  /** What the engine's disk lost, to whomever; less than 0 when it gained. */
  readonly diskBytes: number;
}

/** Free on the disk of the engine; 0 when that is another machine's. */
export async function freeBytes({ engine }: OpenGround): Promise<number> {
  const { DockerRootDir } = await engine.docker.info();
  const disk = await statfs(DockerRootDir).catch(() => undefined);
  return disk ? disk.bavail * disk.bsize : 0;
}

export async function usedSince(ground: OpenGround, before: number): Promise<Used> {
  return { memoryBytes: process.resourceUsage().maxRSS * 1024, diskBytes: before - (await freeBytes(ground)) };
}

/** Bounds that only a leak would pass; others may use the same disk meanwhile. */
const MOST: Used = { memoryBytes: 1.5 * 2 ** 30, diskBytes: 4 * 2 ** 30 };

export function tooMuch({ memoryBytes, diskBytes }: Used): string[] {
  return [
    ...(memoryBytes > MOST.memoryBytes ? [`the runner took ${memoryBytes} bytes of memory`] : []),
    ...(diskBytes > MOST.diskBytes ? [`the engine's disk lost ${diskBytes} bytes`] : []),
  ];
}
