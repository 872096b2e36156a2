/** A student's own clone, with which they commit and push as everybody does. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from '../git/bare.ts';
import { git, gitEnvironment } from '../git/git.ts';
import { noreplyAddress } from '../objects/commit.ts';
import { repositoryPage } from '../objects/repository.ts';
import type { Account, Repository, World } from '../world.ts';

export interface Change {
  readonly files?: Files;
  /** Paths to delete. */
  readonly remove?: readonly string[];
  readonly message?: string;
  /** Author and committer date, which students choose as they like; default now. */
  readonly date?: string;
}

export interface WorkingCopy {
  readonly directory: string;
  /** Runs git in the clone as the student; gives back what it printed, throws when it fails. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** Commits a change (an empty one too) and gives back its SHA. */
  readonly commit: (change: Change) => Promise<string>;
}

/** What git needs to know a user at this server, without the token in an URL, an argument or a file. */
export function credentials(world: World, account: Account): NodeJS.ProcessEnv {
  const basic = Buffer.from(`x-access-token:${account.token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${world.origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}

/** The whole environment for a `git` that callers start themselves. */
export function studentEnvironment(world: World, account: Account): NodeJS.ProcessEnv {
  const name = account.login;
  const email = noreplyAddress(account);
  const person = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
  return gitEnvironment({ ...person, ...credentials(world, account) });
}

export async function clone(world: World, repository: Repository, account: Account): Promise<WorkingCopy> {
  const parent = join(world.temporary, 'clones');
  await mkdir(parent, { recursive: true });
  const directory = await mkdtemp(join(parent, `${repository.name}-`));
  const env = studentEnvironment(world, account);
  const run = (...args: readonly string[]) => git(directory, args, { env });
  await run('clone', '--quiet', `${repositoryPage(world, repository)}.git`, '.');
  return { directory, git: run, commit: (change) => commit(directory, env, change) };
}

async function commit(directory: string, env: NodeJS.ProcessEnv, change: Change): Promise<string> {
  for (const path of change.remove ?? []) await rm(join(directory, path), { recursive: true });
  for (const [path, contents] of Object.entries(change.files ?? {})) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
  const dates = change.date === undefined ? {} : { GIT_AUTHOR_DATE: change.date, GIT_COMMITTER_DATE: change.date };
  const call = { env: { ...env, ...dates } };
  await git(directory, ['add', '--all', '--force'], call);
  await git(directory, ['commit', '--quiet', '--allow-empty', '-m', change.message ?? 'Work on it'], call);
  return (await git(directory, ['rev-parse', 'HEAD'], call)).trim();
}
