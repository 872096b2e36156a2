/**
 * Containers made ready in advance: created, started, attached, their judge waiting for its job. Each is taken once
 * and never comes back, so nothing that a student wrote has ever been near one that waits. Whatever goes wrong here
 * costs time only: who finds none ready has one made.
 */
import type { InfrastructureError } from '#services/platform/errors.ts';
import type { Opened } from './container.ts';
import type { ContainerSpec } from './sandbox.ts';
import { openShelf, type Shelf, sameLimits } from './shelf.ts';

/** How the pool gets, adapts and gives up containers. */
export interface Supply {
  open(spec: ContainerSpec): Promise<Opened>;
  adapt(opened: Opened, spec: ContainerSpec): Promise<Opened>;
  discard(opened: Opened): Promise<void>;
}

export interface PoolOptions {
  /** Containers that wait, per image; 0: none. */
  readonly size: number;
  /** What could not be made, adapted or removed; it is not tried again before the next container is used. */
  readonly onTrouble: (error: InfrastructureError) => void;
  /** Before one that was spoilt is replaced: an image whose judge ends at once must not keep the engine busy. */
  readonly pauseMs?: number;
}

export interface Pool {
  /** One that waited, with these limits; undefined when none does. */
  take(spec: ContainerSpec): Promise<Opened | undefined>;
  /** Makes what is missing, with these limits. Resolves when all is there or could not be made. */
  fill(spec: ContainerSpec): Promise<void>;
  /** How many wait. */
  ready(): number;
  /** How many should: `size` of each kind that was filled. */
  wanted(): number;
  /** Gives up all that wait, and those being made once they are there. */
  stop(): Promise<void>;
}

export function openPool(supply: Supply, { size, onTrouble, pauseMs = 1_000 }: PoolOptions): Pool {
  const shelves = new Map<string, Shelf>();
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  /** Remembers work until it has ended; its trouble is told and goes no further. */
  async function follow(work: Promise<void>): Promise<void> {
    const followed = work.catch((error) => onTrouble(error)).finally(() => underWay.delete(followed));
    underWay.add(followed);
    await followed;
  }

  function replace(opened: Opened): void {
    void follow(supply.discard(opened));
    const later = setTimeout(() => void fill(opened.spec), pauseMs);
    stopping.signal.addEventListener('abort', () => clearTimeout(later), { once: true });
  }

  function shelfOf({ image, profile }: ContainerSpec): Shelf {
    const name = `${profile} ${image}`;
    const shelf = shelves.get(name) ?? openShelf(replace);
    shelves.set(name, shelf);
    return shelf;
  }

  async function make(shelf: Shelf, spec: ContainerSpec): Promise<void> {
    const opened = await shelf.reserve(() => supply.open(spec));
    if (stopping.signal.aborted) await supply.discard(opened);
    else shelf.put(opened);
  }

  async function fill(spec: ContainerSpec): Promise<void> {
    const shelf = shelfOf(spec);
    const missing = stopping.signal.aborted ? 0 : size - shelf.count();
    await Promise.all(Array.from({ length: Math.max(0, missing) }, () => follow(make(shelf, spec))));
  }

  return {
    fill,
    async take(spec) {
      const opened = shelfOf(spec).take(spec.limits);
      if (!opened || sameLimits(opened.spec.limits, spec.limits)) return opened;
      try {
        return await supply.adapt(opened, spec);
      } catch (error) {
        onTrouble(error as InfrastructureError);
        await follow(supply.discard(opened));
        return undefined;
      }
    },
    wanted: () => shelves.size * size,
    ready: () => [...shelves.values()].reduce((sum, shelf) => sum + shelf.ready(), 0),
    async stop() {
      stopping.abort();
      for (const shelf of shelves.values()) {
        for (const opened of shelf.clear()) void follow(supply.discard(opened));
      }
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
