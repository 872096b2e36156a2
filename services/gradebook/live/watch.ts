import { progressOf } from '#services/classroom/results/progress.ts';
import type { Database } from '#services/platform/database.ts';

/** Tells pages that what they show has changed. */
export interface Watch {
  /** Calls `changed` after each change to a participant's submissions, until the answer is called. */
  follow(participants: readonly number[], changed: () => void): () => void;
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

  async function look(): Promise<void> {
    const wanted = [...new Set([...followers].flatMap(({ participants }) => participants))];
    const now = await progressOf(database, wanted);
    const moved = new Set(wanted.filter((id) => marks.has(id) && marks.get(id) !== now.get(id)));
    marks.clear();
    for (const [id, mark] of now) marks.set(id, mark);
    for (const { participants, changed } of followers) if (participants.some((id) => moved.has(id))) changed();
  }

  function again(): void {
    timer = followers.size === 0 ? undefined : setTimeout(() => look().catch(onTrouble).finally(again), intervalMs);
  }

  return {
    follow(participants, changed) {
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
