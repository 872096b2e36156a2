import { progressOf } from '#services/classroom/results/progress.ts';
import type { Database } from '#services/platform/database.ts';

/** Tells pages that what they show has changed. */
export interface Watch {
  /**
   * Calls `changed` after each change to a participant's submissions from the moment it resolves, until the answer is
   * called. A page that looks only then misses nothing.
   */
  follow(participants: readonly number[], changed: () => void): Promise<() => void>;
  close(): void;
}

interface Follower {
  readonly participants: readonly number[];
  readonly changed: () => void;
}

/** One question to the database for all pages that are open, every `intervalMs`; none while nobody looks. */
export function startWatch(database: Database, onTrouble: (error: unknown) => void, intervalMs = 1000): Watch {
  const followers = new Set<Follower>();
  const marks = new Map<number, string>();
  let timer: NodeJS.Timeout | undefined;

  const followed = () => new Set([...followers].flatMap(({ participants }) => participants));

  async function look(): Promise<void> {
    const now = await progressOf(database, [...followed()]);
    const moved = new Set([...now.keys()].filter((id) => marks.get(id) !== now.get(id)));
    for (const [id, mark] of now) marks.set(id, mark);
    const still = followed(); // somebody may have come or gone meanwhile
    for (const id of marks.keys()) if (!still.has(id)) marks.delete(id);
    for (const { participants, changed } of followers) if (participants.some((id) => moved.has(id))) changed();
  }

  function again(): void {
    timer = followers.size === 0 ? undefined : setTimeout(() => look().catch(onTrouble).finally(again), intervalMs);
  }

  return {
    async follow(participants, changed) {
      for (const [id, mark] of await progressOf(database, participants)) if (!marks.has(id)) marks.set(id, mark);
      const follower = { participants, changed };
      followers.add(follower);
      if (!timer) again();
      return () => followers.delete(follower);
    },
    close() {
      followers.clear();
      clearTimeout(timer);
    },
  };
}
