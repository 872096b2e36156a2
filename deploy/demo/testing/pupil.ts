import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { CheckRun, Comment, GitHubStandIn } from '../github/index.ts';

type Files = Readonly<Record<string, string | Buffer>>;

/** A student with a repository, as accepting the assignment makes it: what they do, and what they see at GitHub. */
export interface Pupil {
  readonly login: string;
  readonly repository: string;
  /** Pushes to the default branch unless told; answers the SHA. */
  push(files: Files, more?: { readonly branch?: string; readonly rewrite?: boolean }): Promise<string>;
  /** The check runs of a commit, of any state. */
  checkRuns(sha: string): readonly CheckRun[];
  /** The comments of a pull request; by default the Feedback pull request's. */
  comments(pull?: number): readonly Comment[];
}

export interface NewPupil {
  readonly login: string;
  readonly assignment: string;
  /** What the repository begins with. */
  readonly starter: Files;
  /** Default: as GitHub Classroom calls it, `<assignment>-<login>`. */
  readonly repository?: string;
}

export async function enrol(github: GitHubStandIn, { login, assignment, starter, ...more }: NewPupil): Promise<Pupil> {
  const repository = more.repository ?? `${assignment}-${login}`;
  github.createUser(login);
  await github.createRepository({ name: repository, files: starter, writers: [login], feedbackPullRequest: true });
  return {
    login,
    repository,
    push: async (files, where = {}) => (await github.push({ repository, user: login, files, ...where })).sha,
    checkRuns: (sha) => github.checkRuns(repository, sha),
    comments: (pull = 1) => github.comments(repository, pull),
  };
}

/** Every file below a folder, by path. */
export async function filesOf(folder: string): Promise<Readonly<Record<string, Buffer>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const)),
  );
}
