import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createBare, type Files, type NewCommit, writeCommits } from '../git/bare.ts';
import { readRefs, refUpdates } from '../git/refs.ts';
import { noreplyAddress } from '../objects/commit.ts';
import { emit } from '../webhooks/emit.ts';
import { refsMoved } from '../webhooks/pushed.ts';
import { type Account, findRepository, type Level, type Repository, type World } from '../world.ts';
import { classroomBot, needAccount } from './accounts.ts';
import { createPull } from './pulls.ts';

export interface NewRepository {
  readonly name: string;
  /** What it begins with: files by path, or a folder to copy. Neither: an empty repository. */
  readonly files?: Files;
  readonly from?: string;
  /** Default `main`. */
  readonly defaultBranch?: string;
  /** Logins that may push. */
  readonly writers?: readonly string[];
  readonly admins?: readonly string[];
  /** As GitHub Classroom and Classroom 50 make it: base `feedback`, head the default branch; default false. */
  readonly feedbackPullRequest?: boolean;
  /** Default true. */
  readonly isPrivate?: boolean;
  /** Default false. */
  readonly fork?: boolean;
  /** Login of an organisation or a user; default the first organisation. */
  readonly owner?: string;
  readonly description?: string;
  /** Default false. */
  readonly isTemplate?: boolean;
}

/**
 * Makes a repository of the organisation as an assignment's acceptance does: by the classroom's bot, from a template,
 * with the webhooks that GitHub sends for it.
 */
export async function createRepository(world: World, wanted: NewRepository): Promise<Repository> {
  const { login } = wanted.owner === undefined ? world.organization : needAccount(world, wanted.owner);
  if (findRepository(world, login, wanted.name)) throw new Error(`there is a repository ${wanted.name} already`);
  const bot = needAccount(world, classroomBot.login);
  const repository = await addRepository(world, wanted, bot);
  const level = (logins: readonly string[] = [], allowed: Level) => {
    for (const each of logins) repository.access.set(needAccount(world, each).id, allowed);
  };
  level(wanted.writers, 'write');
  level(wanted.admins, 'admin');
  const files = wanted.from === undefined ? wanted.files : await readFolder(wanted.from);
  if (files === undefined) return repository;
  await begin(world, repository, bot, files, wanted.feedbackPullRequest ?? false);
  return repository;
}

/** An empty repository, announced. */
export async function addRepository(
  world: World,
  wanted: NewRepository & { readonly template?: Repository },
  by: Account,
): Promise<Repository> {
  const id = world.nextId('repository');
  const { name, defaultBranch = 'main', isPrivate = true, fork = false, isTemplate = false } = wanted;
  const { owner, description = null, template = null } = wanted;
  const directory = join(world.temporary, 'repositories', `${id}.git`);
  const lists = { invitations: [], pulls: [], comments: [], suites: [], checkRuns: [], activities: [] };
  const at = world.now();
  const repository: Repository = {
    ...{ id, name, directory, isPrivate, fork, isTemplate, template, description, defaultBranch, ...lists },
    owner: owner === undefined ? world.organization : needAccount(world, owner),
    ...{ access: new Map(), createdAt: at, pushedAt: at },
  };
  // Its name is taken before anything is waited for.
  world.repositories.set(id, repository);
  await createBare(directory, defaultBranch);
  emit(world, 'repository', 'created', repository, by, {});
  return repository;
}

async function begin(
  world: World,
  repository: Repository,
  bot: Account,
  files: Files,
  withFeedback: boolean,
): Promise<void> {
  const { defaultBranch: branch, directory } = repository;
  const by = { branch, author: { name: bot.login, email: noreplyAddress(bot) }, at: world.now() };
  const first: NewCommit = { ...by, message: 'Initial commit', files };
  // A pull request needs a commit that its base does not have.
  const feedback: NewCommit = {
    ...by,
    message: 'Setting up GitHub Classroom Feedback',
    files: { '.github/.keep': '' },
  };
  await writeCommits(directory, withFeedback ? [{ ...first, alsoBranch: 'feedback' }, feedback] : [first]);
  await refsMoved(world, repository, bot, refUpdates(new Map(), await readRefs(directory)));
  if (!withFeedback) return;
  const body = ':wave: This pull request shows your work against the starter code. Do not close or merge it.';
  await createPull(world, repository, bot, { title: 'Feedback', body, head: branch, base: 'feedback' });
}

/** Every file below a folder, `.git` left out. */
async function readFolder(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, Buffer> = {};
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!name.split('/').includes('.git')) files[name] = await readFile(path);
  }
  return files;
}
