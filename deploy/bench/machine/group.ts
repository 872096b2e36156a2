import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';

/** A control group in which all containers of a bench are, so that their processor time is counted by the kernel. */
export interface Group {
  /** For Docker: the parent of its containers. */
  readonly parent: string;
  /** Seconds of all that ever was in it, the dead included. */
  cpuSeconds(): number;
  /** Ids of the containers in it now. */
  containers(): readonly string[];
  remove(): void;
}

const V1 = '/sys/fs/cgroup/cpuacct';
const V2 = '/sys/fs/cgroup';

/** Undefined where this process does not see the control groups of Docker's containers, e.g. beside a distant engine. */
export function openGroup(name: string): Group | undefined {
  const v1 = existsSync(`${V1}/cpuacct.usage`);
  const folder = `${v1 ? V1 : V2}/${name}`;
  if (!v1 && !existsSync(`${V2}/cgroup.controllers`)) return undefined;
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return undefined;
  }
  const read = v1
    ? () => Number(readFileSync(`${folder}/cpuacct.usage`, 'utf8')) / 1e9
    : () => Number(/^usage_usec (\d+)/m.exec(readFileSync(`${folder}/cpu.stat`, 'utf8'))?.[1]) / 1e6;
  return {
    parent: `/${name}`,
    cpuSeconds: read,
    containers: () => readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : [])),
    remove: () => (v1 ? removeEverywhere(name) : rmdirSync(folder)),
  };
}

/** Docker makes the parent under every controller. */
function removeEverywhere(name: string): void {
  for (const controller of readdirSync(V2)) {
    const folder = `${V2}/${controller}/${name}`;
    if (existsSync(folder)) rmdirSync(folder);
  }
}
