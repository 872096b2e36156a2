import { readCommit } from '../git/commits.ts';
import type { Account, App, CheckSuite, Repository, World } from '../world.ts';
import { emitSuite } from './emit.ts';

interface Moved {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

/** GitHub opens a suite for every App that may write checks, at each push, and asks it to begin. */
export async function openSuite(world: World, repository: Repository, actor: Account, moved: Moved): Promise<void> {
  if (world.app.permissions.checks !== 'write') return;
  const { branch: headBranch, before, after: headSha } = moved;
  const known = repository.suites.some((suite) => suite.app === world.app && suite.headSha === headSha);
  if (known) return;
  const suite = addSuite(world, repository, { app: world.app, headBranch, before, headSha });
  emitSuite(world, 'requested', repository, suite, await readCommit(repository.directory, headSha), actor);
}

/** "Re-run all checks" at a commit: asks our App to judge it again. */
export async function rerequestSuite(world: World, repository: Repository, sha: string, by: Account): Promise<void> {
  const suite = repository.suites.find((each) => each.app === world.app && each.headSha === sha);
  if (suite === undefined) throw new Error(`${repository.name} has no check suite of ${sha}`);
  emitSuite(world, 'rerequested', repository, suite, await readCommit(repository.directory, sha), by);
}

/** The suite that an App's check runs of a commit belong to; made when the commit was never pushed as a head. */
export function suiteFor(world: World, repository: Repository, app: App, headSha: string): CheckSuite {
  const found = repository.suites.find((suite) => suite.app === app && suite.headSha === headSha);
  return found ?? addSuite(world, repository, { app, headSha, headBranch: null, before: null });
}

function addSuite(world: World, repository: Repository, facts: Omit<CheckSuite, 'id' | 'createdAt'>): CheckSuite {
  const suite = { ...facts, id: world.nextId('check'), createdAt: world.now() };
  repository.suites.push(suite);
  return suite;
}
