/**
 * What the container engine itself uses: dockerd, containerd and a shim for each container, with the short-lived
 * programs that they start (runc). From /proc, in steps of 10 ms of processor time.
 *
 * The shims of our own containers are known by their ids. The two daemons may serve others meanwhile: their time is
 * divided by the number of containers that were seen to begin. A shim also waits for the container's own processes, so
 * its children count only while the container is young (runc, creating and starting it). Removing is counted where the
 * daemons do it; what else a shim does at its end is missed, so the figure is a little low.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface EngineMeter {
  /** Seconds since the last call. */
  lap(): EngineTime;
  stop(): void;
}

export interface EngineTime {
  readonly daemons: number;
  readonly shims: number;
  /** Containers that began: ours, and all of this machine's. */
  readonly ours: number;
  readonly all: number;
}

const TICKS = 100;
const LOOK_MS = 40;
/** No job ends so early, and runc has started it by then. */
const YOUNG_MS = 120;

interface Found {
  /** Empty for a daemon. */
  readonly container: string;
  /** Seconds of itself, and of children that it waited for. */
  readonly own: number;
  readonly children: number;
}

interface Seen extends Found {
  readonly since: number;
  /** Seconds that were told in earlier laps. */
  told: number;
}

/** `isOurs` says whether a container is one of the bench; it is asked of each while it is there. */
export function meterEngine(isOurs: (container: string) => boolean): EngineMeter {
  const seen = new Map<number, Seen>();
  const begun = new Set<string>();

  function look(first = false): void {
    for (const pid of enginePids(seen)) {
      const found = readProcess(pid);
      if (!found) continue;
      const known = seen.get(pid);
      if (!known && !first && found.container) begun.add(found.container);
      if (found.container) isOurs(found.container);
      const before = known ?? { since: first ? 0 : Date.now(), told: first ? secondsOf(found) : 0 };
      seen.set(pid, { ...found, ...before, own: found.own, children: childrenOf(found, known) });
    }
  }

  look(true);
  const timer = setInterval(() => look(), LOOK_MS);
  return {
    lap() {
      look();
      const sum = { daemons: 0, shims: 0 };
      for (const one of seen.values()) {
        const used = secondsOf(one) - one.told;
        one.told = secondsOf(one);
        if (!one.container) sum.daemons += used;
        else if (isOurs(one.container)) sum.shims += used;
      }
      const all = begun.size;
      const ours = [...begun].filter(isOurs).length;
      begun.clear();
      return { daemons: all === 0 ? 0 : (sum.daemons * ours) / all, shims: sum.shims, ours, all };
    },
    stop: () => clearInterval(timer),
  };
}

function secondsOf({ own, children }: Found): number {
  return own + children;
}

function childrenOf(found: Found, known: Seen | undefined): number {
  const old = known && known.container !== '' && Date.now() - known.since > YOUNG_MS;
  return old ? known.children : found.children;
}

/** Engine processes; the names of others are read once. */
function enginePids(seen: ReadonlyMap<number, Seen>): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => seen.has(pid) || isEngine(pid));
}

function isEngine(pid: number): boolean {
  return /^(dockerd|containerd|containerd-shim)/.test(text(pid, 'comm'));
}

function readProcess(pid: number): Found | undefined {
  const stat = text(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number);
  if (cstime === undefined) return undefined;
  const container = /-id\0([0-9a-f]{64})/.exec(text(pid, 'cmdline'))?.[1] ?? '';
  return { container, own: (utime! + stime!) / TICKS, children: (cutime! + cstime) / TICKS };
}

function text(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
