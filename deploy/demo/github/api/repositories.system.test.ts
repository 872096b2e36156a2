import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { appClient, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub, type User } from '../index.ts';

let github: GitHubStandIn;
let ada: User;
let first: string;
let second: string;
const repository = { owner: 'gopher-school', repo: 'm02-ada' };
const by = { repository: 'm02-ada', user: 'ada' };

beforeAll(async () => {
  github = await startGitHub();
  ada = github.createUser('ada');
  const files = { 'go.mod': 'module example\n' };
  await github.createRepository({ name: 'm02-ada', files, writers: ['ada'], feedbackPullRequest: true });
  first = (await github.push({ ...by, files: { 'a.go': 'package a\n' }, message: 'First' })).sha;
  second = (await github.push({ ...by, branch: 'try/it', files: { 'b.go': 'package a\n\n' } })).sha;
  await github.openPullRequest({ ...by, title: 'Try', head: 'try/it', base: 'main' });
});
afterAll(() => github.close());
afterEach(() => expect(github.takeInvalid()).toEqual([]));

test('a repository is found whatever the case of its name', async () => {
  const { data } = await appClient(github).repos.get({ owner: 'Gopher-School', repo: 'M02-Ada' });
  expect(data).toMatchObject({
    full_name: 'gopher-school/m02-ada',
    default_branch: 'main',
    private: true,
    fork: false,
  });
});

test('a fork says that it is one', async () => {
  await github.createRepository({ name: 'forked', files: { a: 'a' }, fork: true });
  expect((await appClient(github).repos.get({ ...repository, repo: 'forked' })).data.fork).toBe(true);
});

test('an empty repository has no branch', async () => {
  await github.createRepository({ name: 'empty' });
  expect((await appClient(github).repos.listBranches({ ...repository, repo: 'empty' })).data).toEqual([]);
});

test('a repository starts from a folder', async () => {
  await github.createRepository({ name: 'copied', from: import.meta.dirname });
  const call = { ...repository, repo: 'copied', ref: 'main' };
  const { data } = await appClient(github).repos.getCommit(call);
  expect(data.files?.map(({ filename }) => filename)).toContain('routes/checks.ts');
});

test('branches are listed with their heads, and read one by one', async () => {
  const client = appClient(github);
  const { data } = await client.repos.listBranches(repository);
  expect(data.map(({ name }) => name)).toEqual(['feedback', 'main', 'try/it']);
  const { data: branch } = await client.repos.getBranch({ ...repository, branch: 'try/it' });
  expect(branch).toMatchObject({ name: 'try/it', commit: { sha: second, parents: [{ sha: first }] } });
  await expect(client.repos.getBranch({ ...repository, branch: 'none' })).rejects.toMatchObject({ status: 404 });
});

test('refs are read by name and by prefix', async () => {
  const client = appClient(github);
  const { data } = await client.git.getRef({ ...repository, ref: 'heads/try/it' });
  expect(data).toMatchObject({ ref: 'refs/heads/try/it', object: { sha: second } });
  const { data: matching } = await client.git.listMatchingRefs({ ...repository, ref: 'heads/t' });
  expect(matching.map(({ ref }) => ref)).toEqual(['refs/heads/try/it']);
  await expect(client.git.getRef({ ...repository, ref: 'heads/try' })).rejects.toMatchObject({ status: 404 });
});

test('a commit shows its message, its files and their sizes; an unknown one is 422', async () => {
  const client = appClient(github);
  const { data } = await client.repos.getCommit({ ...repository, ref: second });
  expect(data).toMatchObject({
    sha: second,
    author: { login: 'ada' },
    stats: { additions: 2, deletions: 0, total: 2 },
  });
  expect(data.files).toMatchObject([{ filename: 'b.go', status: 'added', additions: 2 }]);
  const { data: history } = await client.repos.listCommits(repository);
  expect(history.map(({ sha }) => sha)[0]).toBe(first);
  const unknown = client.repos.getCommit({ ...repository, ref: '1'.repeat(40) });
  await expect(unknown).rejects.toMatchObject({ status: 422, message: /No commit found/ });
});

test('activity is filtered by ref, by kind and by actor, newest first or oldest', async () => {
  const client = appClient(github);
  const list = async (query: object) =>
    (await client.repos.listActivities({ ...repository, ...query })).data.map(
      (row) => `${row.activity_type} ${row.ref}`,
    );
  expect(await list({ ref: 'refs/heads/main' })).toEqual(['push refs/heads/main', 'branch_creation refs/heads/main']);
  expect(await list({ ref: 'main', direction: 'asc' })).toHaveLength(2);
  expect(await list({ actor: 'ada', activity_type: 'branch_creation' })).toEqual(['branch_creation refs/heads/try/it']);
  expect((await list({ time_period: 'day' })).length).toBe(4);
});

test('activity is paged by a cursor', async () => {
  const client = appClient(github);
  const first = await client.repos.listActivities({ ...repository, per_page: 3 });
  expect(first.headers.link).toMatch(/after=\d+>; rel="next"/);
  expect(await client.paginate(client.repos.listActivities, { ...repository, per_page: 3 })).toHaveLength(4);
});

test('pull requests are listed by head, base and state', async () => {
  const list = async (query: object) =>
    (await appClient(github).pulls.list({ ...repository, ...query })).data.map(({ number }) => number);
  expect(await list({})).toEqual([2, 1]);
  expect(await list({ base: 'feedback', head: 'gopher-school:main' })).toEqual([1]);
  expect(await list({ head: 'try/it' })).toEqual([2, 1]);
  expect(await list({ state: 'closed' })).toEqual([]);
});

test("a commit's open pull requests are found", async () => {
  const call = { ...repository, commit_sha: first };
  const { data } = await appClient(github).repos.listPullRequestsAssociatedWithCommit(call);
  expect(data.map(({ number }) => number).sort()).toEqual([1, 2]);
});

test('a pull request is opened once, between branches that exist and differ', async () => {
  await github.push({ ...by, branch: 'more' });
  const client = tokenClient(github, ada.token);
  const open = (head: string, base = 'main') => client.pulls.create({ ...repository, title: 'More', head, base });
  expect((await open('more')).data).toMatchObject({ number: 3, state: 'open', head: { ref: 'more' } });
  expect((await client.pulls.get({ ...repository, pull_number: 3 })).data.title).toBe('More');
  await expect(open('more')).rejects.toMatchObject({ status: 422, message: /already exists/ });
  await expect(open('none')).rejects.toMatchObject({ status: 422, message: /invalid/ });
  await expect(open('main', 'more')).rejects.toMatchObject({ status: 422, message: /No commits between/ });
});

test('people are found by login and by id', async () => {
  const client = appClient(github);
  const { data } = await client.users.getByUsername({ username: 'ADA' });
  expect(data).toMatchObject({ id: ada.id, login: 'ada', type: 'User' });
  expect((await client.request('GET /user/{account_id}', { account_id: ada.id })).data.login).toBe('ada');
  expect((await tokenClient(github, ada.token).users.getAuthenticated()).data.id).toBe(ada.id);
  await expect(client.users.getByUsername({ username: 'nobody' })).rejects.toMatchObject({ status: 404 });
});

test('a caller who has the answer already gets 304, which costs nothing; a change is a new answer', async () => {
  const client = tokenClient(github, github.installationToken());
  const { headers } = await client.repos.listBranches(repository);
  const again = { ...repository, headers: { 'if-none-match': headers.etag ?? '' } };
  await expect(client.repos.listBranches(again)).rejects.toMatchObject({
    status: 304,
    response: { headers: { etag: headers.etag, 'x-ratelimit-used': headers['x-ratelimit-used'] } },
  });
  await github.push({ ...by, files: { 'c.go': 'package a\n' } });
  const changed = await client.repos.listBranches(again);
  expect([changed.status, changed.headers.etag === headers.etag]).toEqual([200, false]);
});
