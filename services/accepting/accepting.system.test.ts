import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { unpacedGitHub } from '#deploy/demo/github/unpaced.ts';
import { findAcceptable } from '#services/classroom/accepting/acceptable.ts';
import { beginAcceptance, findAcceptance } from '#services/classroom/accepting/acceptance.ts';
import { type GroupChoice, whoAccepts } from '#services/classroom/accepting/who.ts';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { joinGroup, leaveGroup } from '#services/classroom/roster/groups.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { maybe, one, type Queryable, transaction } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type Accepting, startAccepting } from './accepting.ts';

let database: TestDatabase;
let github: GitHubStandIn;
let folder: CourseFolder;
let accepting: Accepting;
let fast: GitHub;
const ids = new Map<string, number>();
const ring = vi.fn();
const log = openLog('silent');
/** Milliseconds: it looks when it is told to. */
const never = 2 ** 31 - 1;

beforeAll(async () => {
  database = await testDatabase();
  const all = { metadata: 'read', contents: 'write', checks: 'write', pull_requests: 'write', issues: 'read' } as const;
  github = await startGitHub({
    organization: 'school',
    permissions: { ...all, administration: 'write', members: 'write' },
  });
  // Nobody here keeps GitHub's pace.
  Object.assign(github.limits, { contentPerMinute: null, pointsPerMinute: null });
  for (const login of ['ada', 'ben', 'cleo', 'dan']) ids.set(login, github.createUser(login).id);
  folder = await courseFolder();
  await folder.course(`naming: ["<classroom>-<slug>-<login>", "<classroom>-<slug>-<team>"]
assignments: [hello, copied, fallen-back, with-workflows, { folder: team, groups: true, group-size: 2 }]\n`);
  for (const slug of ['hello', 'team']) {
    await folder.assignment(slug);
    await folder.write(`${slug}/starter/latin1.txt`, 'caf\xe9', 'latin1');
  }
  const template = (name: string) =>
    `title: Hello\ntemplate: school/${name}\nrubric: [{ check: tests, points: 100 }]\n`;
  await folder.assignment('copied', template('starter'));
  await folder.assignment('fallen-back', template('no-template'));
  await folder.assignment('with-workflows', template('with-workflows'));
  const files = { '.devcontainer/devcontainer.json': '{}', 'main.go': 'package main\n' };
  const workflow = { '.github/workflows/own.yml': 'on: push\n' };
  await github.createRepository({ name: 'starter', files, isTemplate: true });
  await github.createRepository({ name: 'no-template', files });
  await github.createRepository({ name: 'with-workflows', files: { ...files, ...workflow }, isTemplate: true });
  await syncCourse(database.web, databaseStore(database.web), folder.dir);
  fast = unpacedGitHub(github);
  accepting = startAccepting(deps(), never);
});

afterAll(async () => {
  await accepting?.stop();
  await Promise.all([database?.close(), github?.close()]);
  await folder?.remove();
});

function deps() {
  return { database: database.web, store: databaseStore(database.web), github: fast, log, ring };
}

/** As the page does it, to the end or to where it stops. */
async function accept(login: string, slug = 'hello', choice: GroupChoice = {}, by = accepting) {
  const found = (await findAcceptable(database.web, 'go', slug))!;
  const account = { githubId: ids.get(login)!, login };
  const who = await transaction(database.web, (tx) => whoAccepts(tx, found, account, choice));
  if ('why' in who) return who.why;
  const before = await transaction(database.web, (tx) => beginAcceptance(tx, found.id, who.participantId));
  by.work(before.id);
  const settled = async () => {
    const now = (await findAcceptance(database.web, found.id, who.participantId))!;
    const isPutOff = now.notBefore.getTime() !== before.notBefore.getTime();
    expect(now.step === 'done' || now.error !== null || isPutOff).toBe(true);
    return now;
  };
  return vi.waitFor(settled, { timeout: 90_000, interval: 100 });
}

const rest = () => fast.installation(github.installationId).rest;
const at = (repo: string) => ({ owner: 'school', repo });

test('a student gets a private repository with the starter code, access, and the Feedback pull request', async () => {
  expect(await accepting.able()).toBe(true);
  expect(await accept('ada')).toMatchObject({ step: 'done', repository: 'school/go-hello-ada', error: null });
  const here = at('go-hello-ada');
  const { data } = await rest().repos.get(here);
  expect(data).toMatchObject({ private: true, default_branch: 'main' });
  const { data: commits } = await rest().repos.listCommits(here);
  expect(commits).toHaveLength(2);
  const { data: feedback } = await rest().git.getRef({ ...here, ref: 'heads/feedback' });
  expect(feedback.object.sha).toBe(commits[1]?.sha);
  const tree = await rest().git.getTree({ ...here, tree_sha: 'main', recursive: '1' });
  expect(tree.data.tree.map(({ path }) => path)).toEqual(['go.mod', 'latin1.txt']);
  const { data: odd } = await rest().git.getBlob({ ...here, file_sha: tree.data.tree[1]!.sha! });
  expect(Buffer.from(odd.content, 'base64')).toEqual(Buffer.from('caf\xe9', 'latin1'));
  const { data: pulls } = await rest().pulls.list(here);
  expect(pulls).toMatchObject([{ title: 'Feedback', base: { ref: 'feedback' }, head: { ref: 'main' } }]);
  const { data: invited } = await rest().repos.listInvitations(here);
  expect(invited).toMatchObject([{ invitee: { login: 'ada' }, permissions: 'write' }]);
  const row = await one(database.owner, `select match, match_reason from repository where name = 'go-hello-ada'`);
  expect(row).toEqual({ match: 'mapped', match_reason: 'it was accepted here' });
});

test('a template is copied by GitHub with all that is in it, once it is there, and has its pull request', async () => {
  github.holdCopies();
  expect(await accept('ada', 'copied')).toMatchObject({ step: 'starter', error: null, attempts: 1 });
  github.releaseCopies();
  const main = { ...at('go-copied-ada'), ref: 'heads/main' };
  await vi.waitFor(() => rest().git.getRef(main), { timeout: 30_000, interval: 100 });
  for (const step of ['starter', 'starter', 'feedback']) {
    await database.owner.query(
      `update acceptance set step = $1, not_before = now() where repository_id =
      (select id from repository where name = 'go-copied-ada')`,
      [step],
    );
    expect(await accept('ada', 'copied')).toMatchObject({ step: 'done', repository: 'school/go-copied-ada' });
  }
  const here = at('go-copied-ada');
  const { data: tree } = await rest().git.getTree({ ...here, tree_sha: 'main', recursive: '1' });
  expect(tree.tree.map(({ path }) => path)).toContain('.devcontainer/devcontainer.json');
  const { data: commits } = await rest().repos.listCommits(here);
  const { data: feedback } = await rest().git.getRef({ ...here, ref: 'heads/feedback' });
  expect([commits.length, feedback.object.sha]).toEqual([2, commits[1]?.sha]);
  expect((await rest().pulls.list(here)).data).toHaveLength(1);
  expect((await rest().repos.listInvitations(here)).data).toHaveLength(1);
});

test.each([
  ['there is no such template', 'fallen-back'],
  ['a template has workflows, which the App may not write', 'with-workflows'],
])('where %s, a repository begins with the starter code', async (_, slug) => {
  expect(await accept('ada', slug)).toMatchObject({ step: 'done', error: null });
  const { data: tree } = await rest().git.getTree({ ...at(`go-${slug}-ada`), tree_sha: 'main' });
  expect(tree.tree.map(({ path }) => path)).toEqual(['go.mod']);
});

test('a class that accepts at once is served, a few at a time', async () => {
  const logins = Array.from({ length: 5 }, (_, i) => `pupil-${i}`);
  for (const login of logins) ids.set(login, github.createUser(login).id);
  const all = await Promise.all(logins.map((login) => accept(login)));
  expect(all).toEqual(logins.map(() => expect.objectContaining({ step: 'done', error: null })));
});

test('to accept again makes nothing anew', async () => {
  const before = github.requests.length;
  expect(await accept('ada')).toMatchObject({ step: 'done' });
  expect(github.requests.length).toBe(before);
});

test('whatever step a process dies after, the next one goes on, and nothing is there twice', async () => {
  for (const step of ['repository', 'starter', 'access', 'feedback']) {
    await database.owner.query(`update acceptance set step = $1`, [step]);
    const again = startAccepting(deps(), never);
    expect([step, await accept('ada', 'hello', {}, again)]).toEqual([step, expect.objectContaining({ step: 'done' })]);
    await again.stop();
  }
  const here = at('go-hello-ada');
  const counts = [
    rest().repos.listCommits(here),
    rest().pulls.list({ ...here, state: 'all' }),
    rest().repos.listInvitations(here),
  ];
  const lengths = await Promise.all(counts.map(async (answer) => ((await answer).data as unknown[]).length));
  expect(lengths).toEqual([2, 1, 1]);
});

test('an answer of GitHub that was lost is made up for', async () => {
  github.failAnswers({ operation: 'repos/create-in-org', kind: 'done-but-502' });
  const paused = await accept('ben');
  expect(paused).toMatchObject({ step: 'repository', error: null, attempts: 1 });
  await database.owner.query('update acceptance set not_before = now()');
  expect(await accept('ben')).toMatchObject({ step: 'done' });
  const { data: commits } = await rest().repos.listCommits(at('go-hello-ben'));
  expect(commits).toHaveLength(2);
});

test('a repository that is there already is taken over with its history, and what was pushed counts', async () => {
  await github.createRepository({ name: 'go-hello-cleo', files: { 'old.go': 'package main\n' }, writers: ['cleo'] });
  const { sha } = await github.push({
    repository: 'go-hello-cleo',
    user: 'cleo',
    files: { 'new.go': 'package main\n' },
  });
  expect(await accept('cleo')).toMatchObject({ step: 'done', repository: 'school/go-hello-cleo' });
  const { data: commits } = await rest().repos.listCommits(at('go-hello-cleo'));
  expect(commits[0]?.sha).toBe(sha);
  const { data: feedback } = await rest().git.getRef({ ...at('go-hello-cleo'), ref: 'heads/feedback' });
  expect(feedback.object.sha).toBe(commits.at(-1)?.sha);
  expect((await rest().pulls.list(at('go-hello-cleo'))).data).toHaveLength(1);
});

test("somebody else's repository is given to nobody", async () => {
  await github.createRepository({ name: 'go-hello-dan', files: { a: 'a' }, writers: ['dan'] });
  const { data } = await rest().repos.get(at('go-hello-dan'));
  await database.owner.query(
    `insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
     select $1, 'school', 'go-hello-dan', 'main', course_id, assignment_id, participant_id, 'mapped', 'by hand'
     from repository where name = 'go-hello-ada'`,
    [data.id],
  );
  expect(await accept('dan')).toMatchObject({ error: expect.stringContaining('belongs to somebody else') });
});

test('a group is begun, joined up to its size, and shares one repository by its team', async () => {
  expect(await accept('ada', 'team')).toBe('Join a group, or begin one.');
  expect(await accept('ada', 'team', { name: 'Blue Whales' })).toMatchObject({
    ...{ step: 'done', repository: 'school/go-team-blue-whales' },
  });
  const { id: group } = await one<{ id: number }>(database.owner, `select id from participant where kind = 'group'`);
  expect(await accept('ben', 'team', { group })).toMatchObject({ step: 'done' });
  expect(await accept('cleo', 'team', { group })).toMatch(/has 2 members, and 2 are allowed/);
  const { data: repositories } = await rest().teams.listReposInOrg({ org: 'school', team_slug: 'go-blue-whales' });
  expect(repositories.map(({ name }) => name)).toEqual(['go-team-blue-whales']);
  for (const username of ['ada', 'ben']) {
    const team = { org: 'school', team_slug: 'go-blue-whales', username };
    expect((await rest().teams.getMembershipForUserInOrg(team)).data.role).toBe('member');
  }
});

describe('who leaves a group', () => {
  const team = { org: 'school', team_slug: 'go-blue-whales' };
  const actor = { id: undefined, login: 'teacher' };
  let member: { groupId: number; studentId: number };
  let courseId: number;

  beforeAll(async () => {
    const sql = `select g.course_id as "courseId", g.id as "groupId", s.id as "studentId" from participant g
      join participant s on s.name = 'ben' where g.kind = 'group'`;
    ({ courseId, ...member } = await one<typeof member & { courseId: number }>(database.owner, sql));
  });

  const leave = (tx: Queryable) => leaveGroup(tx, courseId, { ...member, force: true, actor });
  const join = (tx: Queryable) => joinGroup(tx, courseId, { ...member, actor });
  const settled = () =>
    vi.waitFor(
      async () => {
        accepting.look();
        const open = `select step, leavers, error, not_before from acceptance where participant_id = $1 and (step <> 'done' or leavers <> '{}')`;
        expect(await maybe(database.owner, open, [member.groupId])).toBeUndefined();
      },
      { timeout: 60_000, interval: 100 },
    );
  /** Who is in the team, also those who were only invited yet. */
  async function teamHas(username: string): Promise<boolean> {
    const found = rest().teams.getMembershipForUserInOrg({ ...team, username });
    return found.then(
      () => true,
      () => false,
    );
  }
  const level = async () => {
    const asked = { ...at('go-team-blue-whales'), username: 'ben' };
    return (await rest().repos.getCollaboratorPermissionLevel(asked)).data.permission;
  };

  test('may push no longer, whichever way it was let in; the others may', async () => {
    github.setMembership({ user: 'ben', role: 'member' });
    github.setAccess('go-team-blue-whales', 'ben', 'write');
    expect([await teamHas('ben'), await level()]).toEqual([true, 'write']);
    await transaction(database.web, leave);
    github.failAnswers({ operation: 'teams/remove-membership-for-user-in-org', kind: 'done-but-502' });
    accepting.look();
    const paused = () =>
      one(database.owner, 'select from acceptance where attempts > 0 and participant_id = $1', [member.groupId]);
    await vi.waitFor(paused, { timeout: 60_000, interval: 100 });
    await database.owner.query('update acceptance set not_before = now()');
    await settled();
    expect([await teamHas('ben'), await teamHas('ada'), await level()]).toEqual([false, true, 'none']);
  });

  test('may again after coming back, even before it was seen to have left', async () => {
    await transaction(database.web, join);
    await settled();
    expect(await teamHas('ben')).toBe(true);
    await transaction(database.web, leave);
    await transaction(database.web, join);
    await settled();
    expect(await teamHas('ben')).toBe(true);
  });

  test('while the repository is still being made, loses access at the end of that', async () => {
    await database.owner.query(`update acceptance set step = 'feedback' where participant_id = $1`, [member.groupId]);
    await transaction(database.web, leave);
    await settled();
    expect(await teamHas('ben')).toBe(false);
  });
});

test('where GitHub asks to wait, it goes on by itself afterwards', async () => {
  await database.owner.query(`update acceptance a set step = 'access' from participant p
    where p.id = a.participant_id and p.name = 'ben'`);
  github.failAnswers({ operation: 'repos/get-collaborator-permission-level', kind: 'secondary-limit', retryAfter: 30 });
  expect(await accept('ben')).toMatchObject({ step: 'access', error: null, attempts: 1 });
  await database.owner.query('update acceptance set not_before = now()');
  expect(await accept('ben')).toMatchObject({ step: 'done' });
});

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
