import { verify } from '@octokit/webhooks-methods';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { appClient, type Receiver, startReceiver } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';
import type { GitHubOptions } from '../options.ts';

let github: GitHubStandIn;
let receiver: Receiver;
let now: Date | undefined;

beforeAll(async () => {
  github = await begin({ now: () => now ?? new Date() });
  receiver = await startReceiver();
});
afterAll(async () => {
  await github.close();
  await receiver.close();
});
beforeEach(() => {
  now = undefined;
  receiver.answerWith(202);
  receiver.received.length = 0;
  github.connectWebhook(receiver.url);
});
afterEach(async () => {
  await github.webhooksSettled();
  expect(github.takeInvalid()).toEqual([]);
});

/** With a repository of ada. */
async function begin(options: GitHubOptions): Promise<GitHubStandIn> {
  const made = await startGitHub({ ...options, events: ['push'] });
  made.createUser('ada');
  await made.createRepository({ name: 'm02-ada', files: { a: 'a' }, writers: ['ada'] });
  return made;
}

async function push(at = github): Promise<string> {
  const { sha } = await at.push({ repository: 'm02-ada', user: 'ada' });
  await at.webhooksSettled();
  return sha;
}

async function listed(query: object = {}, at = github) {
  return (await appClient(at).apps.listWebhookDeliveries({ per_page: 100, ...query })).data;
}

const guids = () => receiver.received.map(({ headers }) => headers['x-github-delivery']);

test('a webhook is signed with the secret and says what it is', async () => {
  await push();
  const [{ headers, text }] = receiver.received as [(typeof receiver.received)[0]];
  expect(await verify(github.webhookSecret, text, headers['x-hub-signature-256'] ?? '')).toBe(true);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    'x-github-event': 'push',
    'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    'x-github-hook-id': expect.stringMatching(/^\d+$/),
    'x-github-hook-installation-target-id': String(github.appId),
    'x-github-hook-installation-target-type': 'integration',
  });
});

test('another secret can be set later', async () => {
  github.connectWebhook(receiver.url, 'other');
  await push();
  const [{ headers, text }] = receiver.received as [(typeof receiver.received)[0]];
  expect(await verify('other', text, headers['x-hub-signature-256'] ?? '')).toBe(true);
});

test('the App can list deliveries, newest first, and read one with its payload and answer', async () => {
  const sha = await push();
  const [item] = await listed();
  expect(item).toMatchObject({ status: 'OK', status_code: 202, event: 'push', action: null, redelivery: false });
  const { data } = await appClient(github).apps.getWebhookDelivery({ delivery_id: item?.id ?? 0 });
  expect(data).toMatchObject({ guid: guids()[0], url: receiver.url });
  expect(data.request.payload).toMatchObject({ after: sha });
  expect(data.response.payload).toBe('noted');
});

test('a failed delivery is not sent again by itself; on request it is, under its GUID', async () => {
  receiver.answerWith(503);
  await push();
  const [failed] = await listed({ status: 'failure' });
  expect(failed).toMatchObject({ status: 'Invalid HTTP Response: 503', status_code: 503 });
  expect(receiver.received).toHaveLength(1);
  receiver.answerWith(202);
  const again = await appClient(github).apps.redeliverWebhookDelivery({ delivery_id: failed?.id ?? 0 });
  expect(again.status).toBe(202);
  await github.webhooksSettled();
  expect(new Set(guids()).size).toBe(1);
  expect(receiver.received).toHaveLength(2);
  expect(receiver.received[1]?.text).toBe(receiver.received[0]?.text);
  expect((await listed())[0]).toMatchObject({ guid: failed?.guid, redelivery: true, status: 'OK' });
});

test('a receiver that does not answer in time has failed, and the filter for failures does not list it', async () => {
  receiver.answerWith(null);
  const hasty = await begin({ webhookPatience: 300, webhookUrl: receiver.url });
  await push(hasty);
  expect((await listed({}, hasty)).at(0)?.status).toBe('timed out');
  expect(await listed({ status: 'failure' }, hasty)).toEqual([]);
  await hasty.close();
});

test('a receiver that is not there has failed', async () => {
  github.connectWebhook('http://127.0.0.1:9/');
  await push();
  expect((await listed())[0]?.status).toBe('failed to connect to host');
});

test('without an address nothing is sent and nothing listed', async () => {
  const before = (await listed()).length;
  github.disconnectWebhook();
  await push();
  expect(receiver.received).toEqual([]);
  expect(await listed()).toHaveLength(before);
});

test('a lost webhook never arrives, and is listed as timed out', async () => {
  github.failWebhooks({ event: 'push', kind: 'lost' });
  await push();
  expect(receiver.received).toEqual([]);
  expect((await listed())[0]?.status).toBe('timed out');
});

test('one that was never made is not even listed; only the activity knows of the push', async () => {
  const before = (await listed()).length;
  github.failWebhooks({ event: 'push', kind: 'never-made' });
  const sha = await push();
  expect(receiver.received).toEqual([]);
  expect(await listed()).toHaveLength(before);
  expect(github.activity('m02-ada').at(-1)?.after).toBe(sha);
});

test('a duplicate has the same GUID', async () => {
  github.failWebhooks({ kind: 'twice' });
  await push();
  expect(receiver.received).toHaveLength(2);
  expect(new Set(guids()).size).toBe(1);
});

test('two pushes can arrive in the wrong order', async () => {
  github.failWebhooks({ kind: 'after-next' });
  const [first, second] = [await push(), await push()];
  expect(receiver.of('push').map(({ after }) => after)).toEqual([second, first]);
});

test('deliveries are paged by a cursor', async () => {
  await push();
  const client = appClient(github);
  const first = await client.apps.listWebhookDeliveries({ per_page: 1 });
  expect(first.headers.link).toMatch(/cursor=\d+>; rel="next"/);
  const paged = await client.paginate(client.apps.listWebhookDeliveries, { per_page: 1 });
  expect(paged.map(({ id }) => id)).toEqual((await listed()).map(({ id }) => id));
});

test('after three days a delivery is gone', async () => {
  await push();
  const [recent] = await listed();
  now = new Date(Date.now() + 3 * 86_400_000 + 60_000);
  expect(await listed()).toEqual([]);
  const call = appClient(github).apps.redeliverWebhookDelivery({ delivery_id: recent?.id ?? 0 });
  await expect(call).rejects.toMatchObject({ status: 404 });
});
