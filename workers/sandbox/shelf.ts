import type { Opened } from './container.ts';
import type { ContainerSpec } from './sandbox.ts';

type Limits = ContainerSpec['limits'];

/** The containers of one image that wait. */
export interface Shelf {
  put(opened: Opened): void;
  /** The first with these limits, else the first; undefined when none waits. */
  take(limits: Limits): Opened | undefined;
  /** Counts one as there while it is being made. */
  reserve(making: () => Promise<Opened>): Promise<Opened>;
  ready(): number;
  /** Those that wait and those being made. */
  count(): number;
  /** Takes all. */
  clear(): Opened[];
}

/** A container that says something or ends although nobody asked it anything is taken off and handed to `onSpoilt`. */
export function openShelf(onSpoilt: (opened: Opened) => void): Shelf {
  const waiting = new Map<Opened, () => void>();
  let making = 0;

  function off(opened: Opened): Opened {
    const spoilt = waiting.get(opened);
    waiting.delete(opened);
    if (spoilt) opened.stream.off('readable', spoilt).off('close', spoilt);
    return opened;
  }

  return {
    put(opened) {
      const spoilt = () => onSpoilt(off(opened));
      opened.stream.once('readable', spoilt).once('close', spoilt);
      waiting.set(opened, spoilt);
      if (opened.stream.destroyed) spoilt();
    },
    take(limits) {
      const all = [...waiting.keys()];
      const opened = all.find(({ spec }) => sameLimits(spec.limits, limits)) ?? all[0];
      return opened && off(opened);
    },
    async reserve(make) {
      making++;
      try {
        return await make();
      } finally {
        making--;
      }
    },
    ready: () => waiting.size,
    count: () => waiting.size + making,
    clear: () => [...waiting.keys()].map(off),
  };
}

export function sameLimits(a: Limits, b: Limits): boolean {
  return a.memoryBytes === b.memoryBytes && a.processes === b.processes && a.cpus === b.cpus;
}
