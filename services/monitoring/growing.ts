import type { Distribution } from '#services/classroom/results/figures.ts';

/** Durations that ended after `from` and up to `to`; null: without such a bound. */
export type Ask = (from: Date | null, to: Date | null) => Promise<readonly Distribution[]>;

/** What has ended is written within this time; only what is older is counted once for all. */
const settledMs = 60_000;

/**
 * A distribution over all time that is asked for again and again. What ended long ago never changes, so it is summed up
 * once and remembered: every further reading asks for the last minute only, however many terms are in the database.
 */
export function growing(ask: Ask, now: () => number = Date.now): () => Promise<Distribution[]> {
  let old: readonly Distribution[] = [];
  let upTo: Date | null = null;
  return async () => {
    const settled = new Date(now() - settledMs);
    if (upTo === null || settled > upTo) {
      old = merge(old, await ask(upTo, settled));
      upTo = settled;
    }
    return merge(old, await ask(upTo, null));
  };
}

/** Of equal labels the counts are added. */
function merge(one: readonly Distribution[], other: readonly Distribution[]): Distribution[] {
  const byLabels = Map.groupBy([...one, ...other], ({ labels }) => JSON.stringify(labels));
  return [...byLabels.values()].map((all) => all.reduce(add));
}

function add(one: Distribution, other: Distribution): Distribution {
  const length = Math.max(one.counts.length, other.counts.length);
  const counts = Array.from({ length }, (_, i) => (one.counts[i] ?? 0) + (other.counts[i] ?? 0));
  return { labels: one.labels, counts, sum: one.sum + other.sum };
}
