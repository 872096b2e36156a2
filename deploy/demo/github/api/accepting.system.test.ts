import type { Octokit } from '@octokit/rest';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { appClient, type Receiver, startReceiver, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';

const owner = 'gopher-school';

let github: GitHubStandIn;
let receiver: Receiver;
let app: Octokit;

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startGitHub({
    permissions: {
      ...{ metadata: 'read', checks: 'write', issues: 'write', pull_requests: 'write' },
      ...{ administration: 'write', contents: 'write', members: 'write' },
    },
    webhookUrl: receiver.url,
  });
  for (const login of ['olga', 'ada', 'ben', 'cleo']) github.createUser(login);
  github.setMembership({ user: 'olga', role: 'admin' });
  github.setMembership({ user: 'ben', role: 'member' });
  const files = { 'go.mod': 'module m02\n', 'cmd/main.go': 'package main\n' };
  await github.createRepository({ name: 'm02', files, isTemplate: true });
  app = appClient(github);
});
afterAll(async () => {
  await github.close();
  await receiver.close();
});
afterEach(() => expect(github.takeInvalid()).toEqual([]));

function as(login: string): Octokit {
  return tokenClient(github, github.userToken(login));
}

function fromTemplate(name: string, template = 'm02') {
  const place = { template_owner: owner, template_repo: template };
  return app.repos.createUsingTemplate({ ...place, owner, name, private: true });
}

async function newRepository(name: string) {
  await app.repos.createInOrg({ org: owner, name, private: true });
  return { owner, repo: name };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

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
  expect(receiver.of('repository', 'created').at(-1)).toMatchObject({ repository: { name: 'm02-ada' } });
  expect(receiver.of('push').at(-1)).toMatchObject({ ref: 'refs/heads/main', created: true });
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
  const made = await newRepository('m03-ada');
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
  const heads = receiver.of('push').filter(({ repository }) => repository.name === 'm03-ada');
  expect(heads.map(({ ref, after }) => [ref, after])).toEqual([
    ['refs/heads/main', parents[0]],
    ['refs/heads/feedback', parents[0]],
    ['refs/heads/main', commit.sha],
  ]);
});

test('what the git database and contents do not take is refused with a reason', async () => {
  const made = await newRepository('m04-ada');
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

test('an outsider is invited and has to accept; a member is let in at once', async () => {
  const made = await newRepository('m05-ada');
  const invited = await app.repos.addCollaborator({ ...made, username: 'ada', permission: 'push' });
  expect([invited.status, invited.data]).toMatchObject([201, { invitee: { login: 'ada' }, permissions: 'write' }]);
  const again = await app.repos.addCollaborator({ ...made, username: 'ada', permission: 'push' });
  expect(again.data.id).toBe(invited.data.id);
  await expect(as('ada').repos.get(made)).rejects.toMatchObject({ status: 404 });
  const { data: mine } = await as('ada').repos.listInvitationsForAuthenticatedUser();
  expect(mine).toMatchObject([{ id: invited.data.id, repository: { name: 'm05-ada' } }]);
  const ben = as('ben').repos.acceptInvitationForAuthenticatedUser({ invitation_id: invited.data.id });
  await expect(ben).rejects.toMatchObject({ status: 404 });
  await as('ada').repos.acceptInvitationForAuthenticatedUser({ invitation_id: invited.data.id });
  expect((await as('ada').repos.get(made)).data.permissions).toMatchObject({ push: true, admin: false });
  expect((await app.repos.addCollaborator({ ...made, username: 'ben', permission: 'pull' })).status).toBe(204);
  expect((await app.repos.addCollaborator({ ...made, username: 'ben', permission: 'push' })).status).toBe(204);
  const { data: people } = await app.repos.listCollaborators(made);
  expect(people.map(({ login, role_name: role }) => [login, role])).toEqual([
    ['olga', 'admin'],
    ['ada', 'write'],
    ['ben', 'write'],
  ]);
  await app.repos.removeCollaborator({ ...made, username: 'ben' });
  const { data: level } = await app.repos.getCollaboratorPermissionLevel({ ...made, username: 'ben' });
  expect(level.permission).toBe('none');
  await github.push({ repository: 'm05-ada', user: 'ada', files: { a: 'a' } });
});

test('an invitation can be taken up at its page, by whom it is for', async () => {
  const made = await newRepository('m06-cleo');
  const { data } = await app.repos.addCollaborator({ ...made, username: 'cleo' });
  const press = (user: string) => fetch(data.html_url, { method: 'POST', body: new URLSearchParams({ user }) });
  expect(await (await fetch(data.html_url)).text()).toContain('Accept as cleo');
  expect((await press('ada')).status).toBe(404);
  expect(await (await press('cleo')).text()).toContain(`<h1>${owner}/m06-cleo</h1>`);
  expect((await app.repos.checkCollaborator({ ...made, username: 'cleo' })).status).toBe(204);
  expect((await app.repos.listInvitations(made)).data).toEqual([]);
});

test('a team gives its members what it may, strangers when they have accepted', async () => {
  const made = await newRepository('m07-gophers');
  const team = { org: owner, team_slug: 'the-gophers' };
  const { data } = await app.teams.create({ org: owner, name: 'The Gophers', privacy: 'secret' });
  expect(data).toMatchObject({ slug: 'the-gophers', members_count: 0 });
  await expect(app.teams.create({ org: owner, name: 'the gophers' })).rejects.toMatchObject({ status: 422 });
  const member = await app.teams.addOrUpdateMembershipForUserInOrg({ ...team, username: 'ben' });
  const stranger = await app.teams.addOrUpdateMembershipForUserInOrg({ ...team, username: 'cleo' });
  expect([member.data.state, stranger.data.state]).toEqual(['active', 'pending']);
  await app.teams.addOrUpdateRepoPermissionsInOrg({ ...team, ...made, permission: 'push' });
  expect((await as('ben').repos.get(made)).data.permissions?.push).toBe(true);
  await expect(as('cleo').repos.get(made)).rejects.toMatchObject({ status: 404 });
  await as('cleo').orgs.updateMembershipForAuthenticatedUser({ org: owner, state: 'active' });
  expect((await as('cleo').repos.get(made)).status).toBe(200);
  expect((await app.teams.listMembersInOrg(team)).data.map(({ login }) => login)).toEqual(['ben', 'cleo']);
  expect((await app.teams.getByName(team)).data).toMatchObject({ members_count: 2, repos_count: 1 });
  await app.teams.removeMembershipForUserInOrg({ ...team, username: 'ben' });
  await expect(as('ben').repos.get(made)).rejects.toMatchObject({ status: 404 });
  github.setMembership({ user: 'cleo', role: null });
});

test('who is in the organisation is told to those who may know', async () => {
  const { data } = await app.orgs.getMembershipForUser({ org: owner, username: 'olga' });
  expect([data.role, data.state]).toEqual(['admin', 'active']);
  await expect(app.orgs.getMembershipForUser({ org: owner, username: 'ada' })).rejects.toMatchObject({ status: 404 });
  expect((await as('ben').orgs.getMembershipForAuthenticatedUser({ org: owner })).data.role).toBe('member');
  await expect(as('ada').orgs.getMembershipForUser({ org: owner, username: 'olga' })).rejects.toMatchObject({
    status: 404,
  });
  expect((await app.orgs.listMembers({ org: owner, role: 'admin' })).data.map(({ login }) => login)).toEqual(['olga']);
});

test('each thing needs its permission: of the App, and of the user behind it', async () => {
  const made = await newRepository('m08-ben');
  await app.repos.addCollaborator({ ...made, username: 'ben', permission: 'pull' });
  const reading = tokenClient(github, github.installationToken({ permissions: { contents: 'read', members: 'read' } }));
  const file = { ...made, path: 'a', message: 'm', content: base64('1') };
  const refusals = [
    [() => reading.repos.createInOrg({ org: owner, name: 'x' }), 403],
    [() => reading.repos.addCollaborator({ ...made, username: 'ada' }), 403],
    [() => reading.repos.createOrUpdateFileContents(file), 403],
    [() => reading.teams.create({ org: owner, name: 'x' }), 403],
    [() => as('ben').repos.addCollaborator({ ...made, username: 'ada' }), 403],
    [() => as('ben').repos.createOrUpdateFileContents(file), 404],
    [() => as('ben').orgs.setMembershipForUser({ org: owner, username: 'ada' }), 403],
    [() => as('ada').repos.createInOrg({ org: owner, name: 'x' }), 404],
    [() => as('ada').repos.addCollaborator({ ...made, username: 'ada' }), 404],
  ] as const;
  for (const [call, status] of refusals) await expect(call()).rejects.toMatchObject({ status });
});

test('what lies outside the organisation that the App is in is out of its reach', async () => {
  github.createOrganization('other-school');
  await github.createRepository({ owner: 'other-school', name: 'secret', files: { a: 'a' }, admins: ['ada'] });
  const other = { owner: 'other-school', repo: 'secret' };
  await expect(app.repos.get(other)).rejects.toMatchObject({ status: 404 });
  await expect(as('ada').repos.get(other)).rejects.toMatchObject({ status: 404 });
  await expect(app.repos.createInOrg({ org: 'other-school', name: 'x' })).rejects.toMatchObject({ status: 403 });
  await github.webhooksSettled();
  expect(receiver.of('push').filter(({ repository }) => repository.name === 'secret')).toEqual([]);
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
