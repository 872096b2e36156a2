import type { Octokit } from '@octokit/rest';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tokenClient } from '../clients.ts';
import type { GitHubStandIn } from '../index.ts';
import { owner, type School, startSchool } from './testing/school.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

let school: School;
let github: GitHubStandIn;
let app: Octokit;

beforeAll(async () => {
  school = await startSchool();
  ({ github, app } = school);
});
afterAll(() => school.close());
afterEach(() => expect(github.takeInvalid()).toEqual([]));

/** A user, by the App's token for them. */
function as(login: string): Octokit {
  return tokenClient(github, github.userToken(login));
}

test('an outsider is invited and has to accept; a member is let in at once', async () => {
  const made = await school.newRepository('m05-ada');
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
  const made = await school.newRepository('m06-cleo');
  const { data } = await app.repos.addCollaborator({ ...made, username: 'cleo' });
  const press = (user: string) => fetch(data.html_url, { method: 'POST', body: new URLSearchParams({ user }) });
  expect(await (await fetch(data.html_url)).text()).toContain('Accept as cleo');
  expect((await press('ada')).status).toBe(404);
  expect(await (await press('cleo')).text()).toContain(`<h1>${owner}/m06-cleo</h1>`);
  expect((await app.repos.checkCollaborator({ ...made, username: 'cleo' })).status).toBe(204);
  expect((await app.repos.listInvitations(made)).data).toEqual([]);
});

test('a team gives its members what it may, strangers when they have accepted', async () => {
  const made = await school.newRepository('m07-gophers');
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

test('an invitation to the organisation can be taken up at its page', async () => {
  const { data } = await app.orgs.setMembershipForUser({ org: owner, username: 'cleo' });
  expect(data).toMatchObject({ state: 'pending', role: 'member' });
  const page = `${github.gitUrl}/orgs/${owner}/invitation`;
  expect(await (await fetch(page)).text()).toContain('Accept as cleo');
  github.signInAs('ada');
  expect(await (await fetch(page)).text()).toContain('Nobody is invited');
  github.signInAs(null);
  await fetch(page, { method: 'POST', body: new URLSearchParams({ user: 'cleo' }) });
  expect((await app.orgs.getMembershipForUser({ org: owner, username: 'cleo' })).data.state).toBe('active');
  github.setMembership({ user: 'cleo', role: null });
});

test('a member who makes a repository runs it', async () => {
  const { data } = await as('ben').repos.createInOrg({ org: owner, name: 'bens-own', private: true, auto_init: true });
  expect((await as('ben').repos.get({ owner, repo: data.name })).data.permissions?.admin).toBe(true);
  expect((await app.repos.listForOrg({ org: owner })).data[0]?.name).toBe('bens-own');
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
  const made = await school.newRepository('m08-ben');
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
  expect(school.receiver.of('push').filter(({ repository }) => repository.name === 'secret')).toEqual([]);
});
