import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CreatedRepository, type GitHubStandIn, startGitHub } from '../index.ts';
import { tryGit } from './git.ts';

let github: GitHubStandIn;
let repository: CreatedRepository;
let directory: string;

beforeAll(async () => {
  github = await startGitHub();
  for (const login of ['ada', 'bob', 'eve']) github.createUser(login);
  const files = { 'go.mod': 'module example\n', 'pkg/odd name.go': 'package pkg\n' };
  repository = await github.createRepository({ name: 'm02-ada', files, writers: ['ada'] });
  github.setAccess('m02-ada', 'bob', 'read');
});
afterAll(() => github.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'git-test-'));
  await tryGit(directory, ['init', '--quiet']);
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  expect(github.takeInvalid()).toEqual([]);
});

/** Git as the worker runs it: the token in the environment, in no URL and no file. */
function gitWith(token: string | null, ...args: readonly string[]) {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const header = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
  return tryGit(directory, args, { env: token === null ? {} : header });
}

const reader = (ids = [repository.id]) =>
  github.installationToken({ repositoryIds: ids, permissions: { contents: 'read' } });
const push = (more: object = {}) => github.push({ repository: 'm02-ada', user: 'ada', ...more });

test('a commit is fetched by its SHA, without history, with a token of that repository', async () => {
  const { sha } = await push({ files: { 'a.go': 'package main\n' } });
  await push({ files: { 'b.go': 'package main\n' } });
  const fetched = await gitWith(reader(), 'fetch', '--quiet', '--depth=1', repository.cloneUrl, sha);
  expect(fetched).toMatchObject({ code: 0 });
  await gitWith(null, 'checkout', '--quiet', 'FETCH_HEAD');
  expect(await readFile(join(directory, 'pkg/odd name.go'), 'utf8')).toBe('package pkg\n');
  await expect(readFile(join(directory, 'b.go'))).rejects.toThrow(/ENOENT/);
  expect((await gitWith(null, 'rev-list', '--count', 'FETCH_HEAD')).output.trim()).toBe('1');
});

test('a commit that was pushed away by force can still be fetched by its SHA', async () => {
  const { sha } = await push({ branch: 'rewritten', message: 'first try' });
  await push({ branch: 'rewritten', rewrite: true, message: 'second try' });
  expect((await gitWith(reader(), 'fetch', '--quiet', '--depth=1', repository.cloneUrl, sha)).code).toBe(0);
});

test('a partial clone is served', async () => {
  const cloned = await gitWith(reader(), 'clone', '--quiet', '--bare', '--filter=blob:none', repository.cloneUrl, 'x');
  expect(cloned).toMatchObject({ code: 0, errors: '' });
});

test("another repository's token finds nothing", async () => {
  const other = await github.createRepository({ name: 'm02-bob', files: { a: 'a' } });
  const fetched = await gitWith(reader([other.id]), 'fetch', repository.cloneUrl);
  expect(fetched.code).not.toBe(0);
  expect(fetched.errors).toMatch(/not found/i);
});

test('a token without the permission to read contents finds nothing', async () => {
  const token = github.installationToken({ permissions: { checks: 'write' } });
  expect((await gitWith(token, 'fetch', repository.cloneUrl)).errors).toMatch(/not found/i);
});

test('a private repository asks strangers for a password; a public one does not', async () => {
  expect((await gitWith(null, 'fetch', repository.cloneUrl)).errors).toMatch(
    /could not read Username|terminal prompts/,
  );
  const open = await github.createRepository({ name: 'open', files: { a: 'a' }, isPrivate: false });
  expect((await gitWith(null, 'fetch', '--quiet', open.cloneUrl)).code).toBe(0);
});

test('an expired token is refused', async () => {
  const token = github.installationToken({ expiresAt: new Date(Date.now() - 1000) });
  expect((await gitWith(token, 'fetch', repository.cloneUrl)).code).not.toBe(0);
});

test('who may read may not push, nor may a token that only reads', async () => {
  await expect(github.push({ repository: 'm02-ada', user: 'bob' })).rejects.toThrow(/403|Write access/);
  await expect(github.push({ repository: 'm02-ada', user: 'eve' })).rejects.toThrow(/not found/i);
  await gitWith(reader(), 'fetch', '--quiet', repository.cloneUrl, 'main');
  const pushed = await gitWith(reader(), 'push', repository.cloneUrl, 'FETCH_HEAD:refs/heads/mine');
  expect(pushed.errors).toMatch(/403|Write access/);
});

test('a push of several megabytes arrives whole', async () => {
  const big = Buffer.alloc(3_000_000, 'incompressible? '.repeat(3)).map(
    (byte, at) => byte ^ ((at * 2654435761) >>> 13),
  );
  const { sha } = await push({ branch: 'big', files: { 'big.bin': Buffer.from(big) } });
  expect((await gitWith(reader(), 'fetch', '--quiet', '--depth=1', repository.cloneUrl, sha)).code).toBe(0);
  const size = await gitWith(null, 'cat-file', '-s', 'FETCH_HEAD:big.bin');
  expect(size.output.trim()).toBe('3000000');
});

test('callers push with a git of their own and the environment of a user', async () => {
  const env = github.gitEnvironment('ada');
  await tryGit(directory, ['fetch', '--quiet', repository.cloneUrl, 'main'], { env });
  await tryGit(directory, ['checkout', '--quiet', '-B', 'own', 'FETCH_HEAD'], { env });
  await tryGit(directory, ['commit', '--quiet', '--allow-empty', '-m', 'by hand'], { env });
  expect((await tryGit(directory, ['push', '--quiet', repository.cloneUrl, 'own'], { env })).errors).toBe('');
  expect(github.activity('m02-ada').at(-1)).toMatchObject({ ref: 'refs/heads/own', actor: { login: 'ada' } });
  expect((await tryGit(directory, ['config', '--list', '--local'])).output).not.toMatch(/extraheader/i);
});

test('two pushes at once to one repository are each recorded once', async () => {
  await Promise.all([push({ branch: 'left' }), push({ branch: 'right' })]);
  const refs = github.activity('m02-ada').map(({ ref }) => ref);
  expect(refs.filter((ref) => /left|right/.test(ref)).sort()).toEqual(['refs/heads/left', 'refs/heads/right']);
});

test('git fails on request as it does when GitHub is down', async () => {
  github.failAnswers({ operation: 'git-upload-pack', kind: 'server-error' });
  expect((await gitWith(reader(), 'fetch', repository.cloneUrl)).errors).toMatch(/500/);
  expect((await gitWith(reader(), 'fetch', '--quiet', repository.cloneUrl)).code).toBe(0);
});
