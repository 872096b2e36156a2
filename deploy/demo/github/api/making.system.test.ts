import type { Octokit } from '@octokit/rest';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { GitHubStandIn } from '../index.ts';
import { owner, type School, startSchool } from './testing/school.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

let school: School;
let github: GitHubStandIn;
let app: Octokit;

beforeAll(async () => {
  school = await startSchool();
  ({ github, app } = school);
  const files = { 'go.mod': 'module m02\n', 'cmd/main.go': 'package main\n' };
  await github.createRepository({ name: 'm02', files, isTemplate: true });
});
afterAll(() => school.close());
afterEach(() => expect(github.takeInvalid()).toEqual([]));

function fromTemplate(name: string, template = 'm02') {
  const place = { template_owner: owner, template_repo: template };
  return app.repos.createUsingTemplate({ ...place, owner, name, private: true });
}

test('a repository made from a template is empty at first, then has one commit with its files', async () => {
  github.holdCopies();
  const { data } = await fromTemplate('m02-ada');
  expect(data).toMatchObject({ full_name: `${owner}/m02-ada`, private: true, template_repository: { name: 'm02' } });
  const made = { owner, repo: 'm02-ada' };
  await expect(app.git.getRef({ ...made, ref: 'heads/main' })).rejects.toMatchObject({ status: 409 });
  expect((await app.repos.listBranches(made)).data).toEqual([]);
  github.releaseCopies();
  await github.webhooksSettled();
  const { data: commits } = await app.repos.listCommits(made);
  expect(commits.map(({ commit, author }) => [commit.message, author?.login])).toEqual([
    ['Initial commit', github.botLogin],
  ]);
  const { data: file } = await app.repos.getContent({ ...made, path: 'cmd/main.go' });
  expect(file).toMatchObject({ type: 'file', name: 'main.go', content: `${base64('package main\n')}\n` });
  const { data: folder } = await app.repos.getContent({ ...made, path: '' });
  expect(folder).toMatchObject([
    { name: 'cmd', type: 'dir' },
    { name: 'go.mod', type: 'file' },
  ]);
  expect(school.receiver.of('repository', 'created').at(-1)).toMatchObject({ repository: { name: 'm02-ada' } });
  expect(school.receiver.of('push').at(-1)).toMatchObject({ ref: 'refs/heads/main', created: true });
});

test('an App that may write no workflows gets an empty copy of a template that has some, for good', async () => {
  const files = { 'go.mod': 'module ci\n', '.github/workflows/ci.yml': 'on: push\n' };
  await github.createRepository({ name: 'ci', files, isTemplate: true });
  await fromTemplate('ci-ada', 'ci');
  await github.webhooksSettled();
  expect((await app.repos.listBranches({ owner, repo: 'ci-ada' })).data).toEqual([]);
});

test('a name is taken once, whoever asks, and only templates are copied', async () => {
  await fromTemplate('m02-twice');
  await expect(fromTemplate('m02-Twice')).rejects.toMatchObject({ status: 422, message: /Name already exists/ });
  const again = app.repos.createInOrg({ org: owner, name: 'm02-twice' });
  await expect(again).rejects.toMatchObject({ status: 422, message: /Repository creation failed/ });
  await expect(fromTemplate('m02-thrice', 'm02-twice')).rejects.toMatchObject({ status: 422 });
});

test('an answer that gets lost leaves the repository behind', async () => {
  github.failAnswers({ operation: 'repos/create-using-template', kind: 'done-but-502' });
  await expect(fromTemplate('m02-lost')).rejects.toMatchObject({ status: 502 });
  expect((await app.repos.get({ owner, repo: 'm02-lost' })).data.private).toBe(true);
});

test('files, a feedback branch and its pull request are made without git', async () => {
  const made = await school.newRepository('m03-ada');
  await expect(app.git.createBlob({ ...made, content: 'x' })).rejects.toMatchObject({ status: 409 });
  const { data: first } = await app.repos.createOrUpdateFileContents({
    ...{ ...made, path: 'README.md', message: 'Begin', content: base64('# m03\n') },
  });
  const { data: blob } = await app.git.createBlob({ ...made, content: base64('\u0000bytes'), encoding: 'base64' });
  const { data: tree } = await app.git.createTree({
    ...{ ...made, base_tree: first.commit.sha ?? '' },
    tree: [
      { path: 'data/bytes', mode: '100644', type: 'blob', sha: blob.sha },
      { path: 'main.go', mode: '100644', type: 'blob', content: 'package main\n' },
    ],
  });
  expect(tree.tree.map(({ path }) => path)).toEqual(['README.md', 'data', 'main.go']);
  const parents = [first.commit.sha ?? ''];
  const author = { name: 'ada', email: 'ada@example.org' };
  const { data: commit } = await app.git.createCommit({ ...made, message: 'Starter', tree: tree.sha, parents, author });
  expect(commit).toMatchObject({ author, parents: [{ sha: parents[0] }] });
  await app.git.createRef({ ...made, ref: 'refs/heads/feedback', sha: parents[0] ?? '' });
  await app.git.updateRef({ ...made, ref: 'heads/main', sha: commit.sha });
  const { data: pull } = await app.pulls.create({ ...made, title: 'Feedback', head: 'main', base: 'feedback' });
  expect(pull).toMatchObject({ number: 1, head: { sha: commit.sha }, base: { sha: parents[0] } });
  const raw = await app.git.getBlob({ ...made, file_sha: blob.sha });
  expect(Buffer.from(raw.data.content, 'base64').toString()).toBe('\u0000bytes');
  await github.webhooksSettled();
  const heads = school.receiver.of('push').filter(({ repository }) => repository.name === 'm03-ada');
  // Webhooks go out beside each other.
  expect(heads.map(({ ref, after }) => `${ref} ${after}`).sort()).toEqual(
    [`refs/heads/main ${parents[0]}`, `refs/heads/feedback ${parents[0]}`, `refs/heads/main ${commit.sha}`].sort(),
  );
});

test('what the git database and contents do not take is refused with a reason', async () => {
  const made = await school.newRepository('m04-ada');
  const put = (more: object = {}) =>
    app.repos.createOrUpdateFileContents({ ...made, path: 'a', message: 'm', content: base64('1'), ...more });
  const { data: first } = await put();
  const sha = first.commit.sha ?? '';
  const blob = (path: string) => [{ path, mode: '100644', type: 'blob', content: 'x' }] as const;
  const refusals = [
    [() => put(), 422, /"sha" wasn't supplied/],
    [() => put({ sha: '0'.repeat(40) }), 409, /does not match/],
    [() => put({ branch: 'other' }), 404, /Branch other not found/],
    [() => app.git.createTree({ ...made, tree: [...blob('../a')] }), 422, /malformed/],
    [() => app.git.createTree({ ...made, tree: [...blob('.github/workflows/ci.yml')] }), 403, /not accessible/],
    [() => app.git.createCommit({ ...made, message: 'm', tree: sha }), 422, /Tree SHA does not exist/],
    [() => app.git.createRef({ ...made, ref: 'refs/heads/main', sha }), 422, /already exists/],
    [() => app.git.createRef({ ...made, ref: 'refs/heads/x', sha: 'f'.repeat(40) }), 422, /Object does not exist/],
    [() => app.git.updateRef({ ...made, ref: 'heads/x', sha }), 422, /does not exist/],
    [() => app.repos.getContent({ ...made, path: 'b' }), 404, /Not Found/],
  ] as const;
  for (const [call, status, message] of refusals) await expect(call()).rejects.toMatchObject({ status, message });
  const { data: second } = await put({ sha: first.content?.sha ?? '' });
  await expect(app.git.updateRef({ ...made, ref: 'heads/main', sha })).rejects.toMatchObject({
    ...{ status: 422, message: /not a fast forward/ },
  });
  await app.git.updateRef({ ...made, ref: 'heads/main', sha, force: true });
  await app.git.createRef({ ...made, ref: 'refs/heads/x', sha: second.commit.sha ?? '' });
  await app.git.deleteRef({ ...made, ref: 'heads/x' });
  expect((await app.repos.listBranches(made)).data.map(({ name, commit }) => [name, commit.sha])).toEqual([
    ['main', sha],
  ]);
});

test('paths with slashes as they are do as well as encoded ones', async () => {
  await github.webhooksSettled();
  const headers = { authorization: `Bearer ${github.installationToken()}` };
  const root = `${github.apiUrl}/repos/${owner}/m02`;
  for (const path of ['git/ref/heads/main', 'contents/cmd/main.go?ref=main']) {
    expect((await fetch(`${root}/${path}`, { headers })).status).toBe(200);
  }
});

test('making things counts for the limit on contents', async () => {
  const { contentPerMinute } = github.limits;
  github.limits.contentPerMinute = 0;
  await expect(fromTemplate('m02-limit')).rejects.toMatchObject({ status: 403, message: /secondary rate limit/ });
  github.limits.contentPerMinute = contentPerMinute;
});

test('the organisation has a page with its repositories', async () => {
  expect(await (await fetch(`${github.gitUrl}/${owner}`)).text()).toContain(`href="/${owner}/m02"`);
  expect((await fetch(`${github.gitUrl}/nobody`)).status).toBe(404);
});
