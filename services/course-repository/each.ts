import { type CourseRepository, followedRepositories } from '#services/classroom/setup/course-repositories.ts';
import { againAndAgain } from '#services/platform/again-and-again.ts';
import type { Database } from '#services/platform/database.ts';
import type { Log } from '#services/platform/log.ts';

export interface Loop {
  stop(): Promise<void>;
}

export interface EachDeps {
  readonly database: Database;
  readonly log: Log;
  /** Course repositories as the environment names them; undefined: those of the setting. */
  readonly named: string | undefined;
}

const times = { lookMs: 2_000, troubleMs: 30_000 };

/** A loop for each course repository, begun and ended as the list changes: one that is in trouble holds up no other. */
export function forEachRepository(
  { database, log, named }: EachDeps,
  begin: (repository: CourseRepository) => Loop,
): Loop {
  const loops = new Map<string, Loop>();
  const ending: Promise<void>[] = [];
  const list = againAndAgain(log, 'the list of course repositories could not be read', times, async () => {
    const now = await followedRepositories(database, named);
    for (const [key, loop] of loops) {
      if (now.some((repository) => repository.key === key)) continue;
      loops.delete(key);
      ending.push(loop.stop());
    }
    for (const repository of now) {
      if (!loops.has(repository.key)) loops.set(repository.key, begin(repository));
    }
  });
  return {
    async stop() {
      await list.stop();
      await Promise.all([...ending, ...[...loops.values()].map((loop) => loop.stop())]);
    },
  };
}
