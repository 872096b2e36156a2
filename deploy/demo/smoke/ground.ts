import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';

const run = promisify(execFile);

/** Where the smoke test plays: one repository with a Feedback pull request, and a clone of it. */
export interface Ground {
  readonly octokit: Octokit;
  readonly place: { readonly owner: string; readonly repo: string };
  readonly pullNumber: number;
  readonly clone: string;
  /** Runs git in the clone; answers what it printed. */
  git(...args: string[]): Promise<string>;
}

export interface SmokeSettings {
  readonly apiUrl: string;
  readonly gitUrl: string;
  /** Of a person who may create repositories in the organisation. */
  readonly token: string;
  readonly organisation: string;
  /** An assignment of the course that the server has, e.g. `m02-gradebook`. */
  readonly assignment: string;
}

/** Makes a private repository as accepting an assignment does; `remove` deletes it again. */
export async function makeGround(settings: SmokeSettings): Promise<Ground & { remove(): Promise<void> }> {
  const octokit = new Octokit({ baseUrl: settings.apiUrl, auth: settings.token });
  const { data: person } = await octokit.rest.users.getAuthenticated();
  const place = { owner: settings.organisation, repo: `${settings.assignment}-${person.login}`.toLowerCase() };
  await octokit.rest.repos.createInOrg({ org: place.owner, name: place.repo, private: true });
  const url = `${settings.gitUrl}/${place.owner}/${place.repo}.git`;
  const { clone, git } = await workingCopy(url, settings.token, person.login);
  await cp(join(import.meta.dirname, '../../../course', settings.assignment, 'starter'), clone, { recursive: true });
  await commit(git, 'Starter');
  await git('push', '-q', 'origin', 'HEAD:refs/heads/main', 'HEAD:refs/heads/feedback');
  await git('commit', '-q', '--allow-empty', '-m', 'Begin');
  await git('push', '-q', 'origin', 'HEAD:refs/heads/main');
  const { data: pull } = await octokit.rest.pulls.create({
    ...place,
    title: 'Feedback',
    head: 'main',
    base: 'feedback',
  });
  const remove = async () => {
    await octokit.rest.repos.delete(place);
    await rm(clone, { recursive: true });
  };
  return { octokit, place, pullNumber: pull.number, clone, git, remove };
}

/** A repository of one's own on disk, with the token in the environment of git only. */
export async function workingCopy(url: string, token: string, login: string): Promise<Pick<Ground, 'clone' | 'git'>> {
  const clone = await mkdtemp(join(tmpdir(), 'pushmark-smoke-'));
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const person = { GIT_AUTHOR_NAME: login, GIT_COMMITTER_NAME: login };
  const address = {
    GIT_AUTHOR_EMAIL: `${login}@users.noreply.github.com`,
    GIT_COMMITTER_EMAIL: `${login}@users.noreply.github.com`,
  };
  const header = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
  const env = { ...process.env, ...person, ...address, ...header, GIT_TERMINAL_PROMPT: '0' };
  const git = async (...args: string[]) => (await run('git', args, { cwd: clone, env })).stdout.trim();
  await git('init', '-q', '-b', 'main');
  await git('remote', 'add', 'origin', url);
  return { clone, git };
}

export async function commit(git: Ground['git'], message: string): Promise<string> {
  await git('add', '--all');
  await git('commit', '-q', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
}

/** Asks every two seconds until there is an answer. Throws when there is none within the time. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 180): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: nothing within ${seconds} s`);
    await sleep(2000);
  }
}
