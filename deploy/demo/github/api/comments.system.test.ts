import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { appClient, type Receiver, startReceiver, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub, type User } from '../index.ts';

let github: GitHubStandIn;
let receiver: Receiver;
let ada: User;
let eve: User;
const repository = { owner: 'gopher-school', repo: 'm02-ada' };
const pull = { ...repository, issue_number: 1 };

beforeAll(async () => {
  [github, receiver] = [await startGitHub(), await startReceiver()];
  [ada, eve] = [github.createUser('ada'), github.createUser('eve')];
  const files = { 'main.go': 'package main\n' };
  await github.createRepository({ name: 'm02-ada', files, writers: ['ada'], feedbackPullRequest: true });
  github.connectWebhook(receiver.url);
});
afterAll(async () => {
  await github.close();
  await receiver.close();
});
afterEach(async () => {
  await github.webhooksSettled();
  receiver.received.length = 0;
  expect(github.takeInvalid()).toEqual([]);
});

const write = async (body: string) => (await appClient(github).issues.createComment({ ...pull, body })).data;

test("the App's comment is its bot's, and says which App wrote it", async () => {
  const comment = await write('9 of 10');
  expect(comment).toMatchObject({
    body: '9 of 10',
    user: { login: 'pushmark-demo[bot]', type: 'Bot' },
    performed_via_github_app: { id: github.appId },
  });
});

test('a comment is edited in place, found by its id, and gone when deleted', async () => {
  const client = appClient(github);
  const { id } = await write('first');
  await client.issues.updateComment({ ...repository, comment_id: id, body: 'second' });
  expect((await client.issues.getComment({ ...repository, comment_id: id })).data.body).toBe('second');
  await client.issues.deleteComment({ ...repository, comment_id: id });
  await expect(client.issues.getComment({ ...repository, comment_id: id })).rejects.toMatchObject({ status: 404 });
});

test('comments are listed oldest first and by page, with links to the next', async () => {
  await github.createRepository({ name: 'paged', files: { a: 'a' }, feedbackPullRequest: true });
  const paged = { ...pull, repo: 'paged' };
  const client = appClient(github);
  for (const body of ['1', '2', '3']) await client.issues.createComment({ ...paged, body });
  const first = await client.issues.listComments({ ...paged, per_page: 2 });
  expect(first.data.map(({ body }) => body)).toEqual(['1', '2']);
  expect(first.headers.link).toMatch(/page=2>; rel="next"/);
  const all = await client.paginate(client.issues.listComments, { ...paged, per_page: 2 });
  expect(all.map(({ body }) => body)).toEqual(['1', '2', '3']);
});

test('whoever can push can edit or delete the comment of the App, and the App hears of it', async () => {
  const { id } = await write('9 of 10');
  github.editCommentAs({ repository: 'm02-ada', user: 'ada', comment: id, body: '10 of 10' });
  await tokenClient(github, ada.token).issues.deleteComment({ ...repository, comment_id: id });
  await github.webhooksSettled();
  expect(receiver.of('issue_comment', 'edited')).toMatchObject([
    {
      changes: { body: { from: '9 of 10' } },
      comment: { id, body: '10 of 10', user: { login: 'pushmark-demo[bot]' } },
      issue: { number: 1, pull_request: { url: expect.stringContaining('/pulls/1') } },
      sender: { login: 'ada', type: 'User' },
    },
  ]);
  expect(receiver.of('issue_comment', 'deleted')).toMatchObject([{ comment: { id }, sender: { login: 'ada' } }]);
});

test('whoever cannot push edits nobody else’s comment', async () => {
  const { id } = await write('9 of 10');
  const call = tokenClient(github, eve.token).issues.updateComment({ ...repository, comment_id: id, body: 'x' });
  await expect(call).rejects.toMatchObject({ status: 404 });
  const wanted = { repository: 'm02-ada', user: 'eve', comment: id, body: 'x' };
  expect(() => github.editCommentAs(wanted)).toThrow(/may not change/);
});

test("the App hears of its own writing, as its bot's", async () => {
  await write('9 of 10');
  github.commentAs({ repository: 'm02-ada', pull: 1, user: 'ada', body: '/regrade' });
  await github.webhooksSettled();
  expect(
    receiver
      .of('issue_comment', 'created')
      .map(({ sender }) => sender.type)
      .sort(),
  ).toEqual(['Bot', 'User']);
});

test('either permission lets an App comment on a pull request; none does not', async () => {
  const commentWith = (permissions: Record<string, 'write'>) =>
    tokenClient(github, github.installationToken({ permissions })).issues.createComment({ ...pull, body: 'x' });
  expect((await commentWith({ issues: 'write' })).status).toBe(201);
  expect((await commentWith({ pull_requests: 'write' })).status).toBe(201);
  await expect(commentWith({ checks: 'write' })).rejects.toMatchObject({ status: 403 });
});

test('65,536 characters are taken, and one more is not', async () => {
  expect((await write('é'.repeat(65_536))).id).toBeGreaterThan(2 ** 31);
  await expect(write('x'.repeat(65_537))).rejects.toMatchObject({ status: 422 });
  expect(github.takeInvalid()).toMatchObject([{ operation: 'issues/create-comment' }]);
});

test('a blank comment is refused, and noted', async () => {
  await expect(write('  ')).rejects.toMatchObject({ status: 422 });
  expect(github.takeInvalid()).toHaveLength(1);
});

test('a pull request that is not there has no comments', async () => {
  const call = appClient(github).issues.createComment({ ...pull, issue_number: 99, body: 'x' });
  await expect(call).rejects.toMatchObject({ status: 404 });
});
