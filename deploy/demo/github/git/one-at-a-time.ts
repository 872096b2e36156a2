import { refsMoved } from '../webhooks/pushed.ts';
import type { Account, Repository, World } from '../world.ts';
import { readRefs, refUpdates } from './refs.ts';

/** Pushes to one repository follow each other, so that each sees only its own refs move. */
export async function oneAtATime<Result>(
  world: World,
  repository: Repository,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = world.pushing.get(repository.id) ?? Promise.resolve();
  const mine = before.then(work);
  const settled = mine.then(
    () => {},
    () => {},
  );
  world.pushing.set(repository.id, settled);
  return mine;
}

/** Does something to a repository's refs, and then everything that GitHub does when they have moved. */
export async function moveRefs<Result>(
  world: World,
  repository: Repository,
  actor: Account,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = await readRefs(repository.directory);
  const result = await work();
  await refsMoved(world, repository, actor, refUpdates(before, await readRefs(repository.directory)));
  return result;
}
