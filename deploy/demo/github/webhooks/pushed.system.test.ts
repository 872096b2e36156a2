import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { appClient, type Receiver, startReceiver } from '../clients.ts';
import { type CreatedRepository, type GitHubStandIn, startGitHub } from '../index.ts';
import { zeroSha } from '../world.ts';

let github: GitHubStandIn;
let receiver: Receiver;
let repository: CreatedRepository;
let count = 0;

beforeAll(async () => {
  [github, receiver] = [await startGitHub(), await startReceiver()];
  github.createUser('ada');
  github.connectWebhook(receiver.url);
});
afterAll(async () => {
  await github.close();
  await receiver.close();
});
beforeEach(async () => {
  const name = `m02-ada-${count++}`;
  const files = { 'go.mod': 'module example\n' };
  repository = await github.createRepository({ name, files, writers: ['ada'], feedbackPullRequest: true });
  await arrived();
  receiver.received.length = 0;
});
afterEach(() => expect(github.takeInvalid()).toEqual([]));

const arrived = () => github.webhooksSettled();
const by = () => ({ repository: repository.name, user: 'ada' });
const events = () => receiver.received.map(({ headers }) => headers['x-github-event']).sort();

async function push(more: object = {}) {
  const pushed = await github.push({ ...by(), ...more });
  await arrived();
  return pushed;
}

test('a push becomes one push webhook with its commits and what each changed', async () => {
  const commits = [
    { files: { 'a.go': 'package a\n', 'b c.go': 'package a\n' }, message: 'Add\n\nwith "quotes" and ümlauts' },
    {
      files: { 'a.go': 'package a // changed\n' },
      remove: ['b c.go'],
      message: 'Change',
      date: '2001-02-03T04:05:06+09:00',
    },
  ];
  const { sha, before } = await push({ commits });
  const [payload, ...others] = receiver.of('push');
  expect(others).toEqual([]);
  expect(payload).toMatchObject({
    ...{ ref: 'refs/heads/main', before, after: sha, created: false, deleted: false, forced: false },
    repository: { id: repository.id, name: repository.name, default_branch: 'main' },
    ...{ pusher: { name: 'ada' }, sender: { login: 'ada' }, installation: { id: github.installationId } },
    head_commit: { id: sha, author: { username: 'ada' }, timestamp: '2001-02-03T04:05:06+09:00' },
  });
  expect(payload.commits).toMatchObject([
    { message: commits[0]?.message, added: ['a.go', 'b c.go'], modified: [], removed: [] },
    { id: sha, added: [], modified: ['a.go'], removed: ['b c.go'] },
  ]);
});

test("the push's time is GitHub's own, whatever the commit's date says", async () => {
  const start = Date.now();
  const { sha, before } = await push({ date: '2001-02-03T04:05:06Z' });
  const call = { owner: 'gopher-school', repo: repository.name, ref: 'refs/heads/main', per_page: 1 };
  const { data } = await appClient(github).repos.listActivities(call);
  expect(data).toMatchObject([
    { before, after: sha, ref: 'refs/heads/main', activity_type: 'push', actor: { login: 'ada' } },
  ]);
  expect(Math.abs(Date.parse(data[0]?.timestamp ?? '') - start)).toBeLessThan(30_000);
});

test('the head of an open pull request moves with its branch', async () => {
  const { sha, before } = await push();
  expect(receiver.of('pull_request')).toMatchObject([
    {
      action: 'synchronize',
      number: 1,
      before,
      after: sha,
      pull_request: { head: { sha }, base: { ref: 'feedback' } },
    },
  ]);
  expect(github.pullRequests(repository.name)[0]?.headSha).toBe(sha);
});

test('GitHub asks every App that may write checks to begin, at every push', async () => {
  const { sha } = await push();
  expect(receiver.of('check_suite')).toMatchObject([
    { action: 'requested', check_suite: { head_sha: sha, head_branch: 'main', app: { id: github.appId } } },
  ]);
});

test('a new branch is created and pushed', async () => {
  const { sha } = await push({ branch: 'try/it' });
  expect(events()).toEqual(['check_suite', 'create', 'push']);
  expect(receiver.of('create')).toMatchObject([{ ref: 'try/it', ref_type: 'branch' }]);
  expect(receiver.of('push')).toMatchObject([{ ref: 'refs/heads/try/it', before: zeroSha, after: sha, created: true }]);
  expect(receiver.of('push')[0].commits).toHaveLength(1);
  expect(github.activity(repository.name).at(-1)?.type).toBe('branch_creation');
});

test('history that is rewritten is pushed by force', async () => {
  const { sha: first } = await push({ message: 'first try' });
  receiver.received.length = 0;
  const { sha } = await push({ rewrite: true, message: 'second try' });
  expect(receiver.of('push')).toMatchObject([{ before: first, after: sha, forced: true }]);
  expect(github.activity(repository.name).at(-1)?.type).toBe('force_push');
});

test('a deleted branch has no head commit, and closes its pull request', async () => {
  await push({ branch: 'try' });
  await github.openPullRequest({ ...by(), title: 'Try', head: 'try', base: 'main' });
  await arrived();
  receiver.received.length = 0;
  await github.deleteBranch({ ...by(), branch: 'try' });
  await arrived();
  expect(events()).toEqual(['delete', 'pull_request', 'push']);
  expect(receiver.of('push')).toMatchObject([{ deleted: true, after: zeroSha, head_commit: null, commits: [] }]);
  expect(receiver.of('pull_request')).toMatchObject([{ action: 'closed', number: 2 }]);
  expect(github.activity(repository.name).at(-1)?.type).toBe('branch_deletion');
});

test('a tag is created and pushed, and is no activity', async () => {
  const rows = github.activity(repository.name).length;
  const sha = await github.pushTag({ ...by(), name: 'submit/1' });
  await arrived();
  expect(events()).toEqual(['create', 'push']);
  expect(receiver.of('create')).toMatchObject([{ ref: 'submit/1', ref_type: 'tag' }]);
  expect(receiver.of('push')).toMatchObject([{ ref: 'refs/tags/submit/1', after: sha, head_commit: { id: sha } }]);
  expect(github.activity(repository.name)).toHaveLength(rows);
});

test("an annotated tag's push names the tag object, and its head commit the commit", async () => {
  const sha = await github.pushTag({ ...by(), name: 'v1', message: 'done' });
  await arrived();
  const [payload] = receiver.of('push');
  expect(payload.after).not.toBe(sha);
  expect(payload.head_commit.id).toBe(sha);
});

test('three tags at once are told, four are not', async () => {
  const tags = (...names: string[]) => ({ ...by(), tags: names.map((name) => ({ name })) });
  await github.pushTags(tags('a', 'b', 'c'));
  await arrived();
  expect(receiver.of('push')).toHaveLength(3);
  receiver.received.length = 0;
  await github.pushTags(tags('d', 'e', 'f', 'g'));
  await arrived();
  expect(receiver.received).toEqual([]);
});

test('a deleted tag is told', async () => {
  await github.pushTag({ ...by(), name: 'old' });
  await arrived();
  receiver.received.length = 0;
  await github.deleteTag({ ...by(), tag: 'old' });
  await arrived();
  expect(receiver.of('delete')).toMatchObject([{ ref: 'old', ref_type: 'tag' }]);
});

test('a repository made for a student is announced, begun by a bot, with its Feedback pull request', async () => {
  await github.createRepository({ name: `${repository.name}-new`, files: { a: 'a' }, feedbackPullRequest: true });
  await arrived();
  expect(receiver.of('repository')).toMatchObject([{ action: 'created', sender: { type: 'Bot' } }]);
  expect(
    receiver
      .of('push')
      .map(({ ref }) => ref)
      .sort(),
  ).toEqual(['refs/heads/feedback', 'refs/heads/main']);
  expect(receiver.of('push').every(({ sender }) => sender.login === 'github-classroom[bot]')).toBe(true);
  expect(receiver.of('pull_request')).toMatchObject([
    {
      action: 'opened',
      number: 1,
      pull_request: { title: 'Feedback', base: { ref: 'feedback' }, head: { ref: 'main' } },
    },
  ]);
});

test('pull requests are opened, renamed, moved to another base, closed and reopened', async () => {
  const wanted = { ...by(), pull: 1 };
  await push({ branch: 'other' });
  receiver.received.length = 0;
  await github.editPullRequest({ ...wanted, title: 'Mine', base: 'other' });
  github.closePullRequest(wanted);
  github.reopenPullRequest(wanted);
  await arrived();
  const seen = receiver.of('pull_request').map(({ action, pull_request: { state } }) => `${action} ${state}`);
  expect(seen.sort()).toEqual(['closed closed', 'edited open', 'reopened open']);
  expect(receiver.of('pull_request', 'edited')).toMatchObject([
    { changes: { title: { from: 'Feedback' }, base: { ref: { from: 'feedback' } } }, pull_request: { title: 'Mine' } },
  ]);
});

test("the App hears of its own check run, of its suite's end, and of a wish to run it again", async () => {
  const { sha } = await push();
  receiver.received.length = 0;
  const run = { owner: 'gopher-school', repo: repository.name, name: 'Pushmark', head_sha: sha, external_id: 'run-7' };
  const { data } = await appClient(github).checks.create({ ...run, conclusion: 'success' });
  github.rerequest(data.id, 'ada');
  await arrived();
  const actions = receiver.of('check_run').map(({ action }) => action);
  expect(actions.sort()).toEqual(['completed', 'created', 'rerequested']);
  expect(receiver.of('check_run', 'rerequested')).toMatchObject([
    { check_run: { id: data.id, head_sha: sha, external_id: 'run-7', status: 'completed' }, sender: { login: 'ada' } },
  ]);
  expect(receiver.of('check_suite')).toMatchObject([{ action: 'completed', check_suite: { head_sha: sha } }]);
});

test("a wish to run all of a commit's checks again reaches the App", async () => {
  const { sha } = await push();
  receiver.received.length = 0;
  await github.rerequestAll(repository.name, sha, 'ada');
  await arrived();
  expect(receiver.of('check_suite')).toMatchObject([
    { action: 'rerequested', check_suite: { head_sha: sha }, sender: { login: 'ada' } },
  ]);
});

test("a wish to run another App's check again is not ours to hear", async () => {
  const { sha } = await push();
  const forged = await github.createForeignCheckRun(repository.name, { name: 'Pushmark', head_sha: sha });
  await arrived();
  receiver.received.length = 0;
  github.rerequest(forged.id, 'ada');
  await arrived();
  expect(receiver.received).toEqual([]);
});

test('only events that the App subscribes to are sent; ping and installation always', async () => {
  const other = await startGitHub({ events: ['push'], webhookUrl: receiver.url });
  await other.createRepository({ name: 'x', files: { a: 'a' }, feedbackPullRequest: true });
  other.ping();
  other.announceInstallation();
  await other.webhooksSettled();
  expect(events()).toEqual(['installation', 'ping', 'push', 'push']);
  expect(other.invalid).toEqual([]);
  await other.close();
});
