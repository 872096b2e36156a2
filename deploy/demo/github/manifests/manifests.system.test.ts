import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { appClient, type Receiver, startReceiver, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';

const setup = 'http://127.0.0.1:3000/setup';

let github: GitHubStandIn;
let receiver: Receiver;
let now = new Date();

beforeAll(async () => {
  github = await startGitHub({ now: () => now, installed: false });
  receiver = await startReceiver();
  for (const login of ['olga', 'ada']) github.createUser(login);
  github.setMembership({ user: 'olga', role: 'admin' });
  await github.createRepository({ name: 'm02-ada', files: { a: 'a' }, writers: ['ada'] });
});
afterAll(async () => {
  await github.close();
  await receiver.close();
});
afterEach(() => {
  now = new Date();
  github.signInAs(null);
  expect(github.takeInvalid()).toEqual([]);
});

function wish(changes: object = {}): object {
  return {
    name: 'Our Classroom',
    url: 'http://127.0.0.1:3000',
    redirect_url: `${setup}/made`,
    setup_url: `${setup}/installed`,
    callback_urls: ['http://127.0.0.1:3000/sign-in/callback'],
    hook_attributes: { url: receiver.url },
    default_permissions: { contents: 'read', checks: 'write', issues: 'write', administration: 'write' },
    default_events: ['push', 'check_run', 'issue_comment', 'repository'],
    ...changes,
  };
}

function post(path: string, form: Record<string, string>): Promise<Response> {
  return fetch(github.gitUrl + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
}

function send(manifest: unknown, path = '/organizations/gopher-school/settings/apps/new?state=s1'): Promise<Response> {
  return post(path, { manifest: JSON.stringify(manifest) });
}

async function actionOf(page: Response): Promise<string> {
  return /<form method="post" action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
}

function sentTo(response: Response): readonly [string, Record<string, string>] {
  const to = new URL(response.headers.get('location') ?? '', github.gitUrl);
  return [to.origin + to.pathname, Object.fromEntries(to.searchParams)];
}

async function codeFor(manifest: object): Promise<string> {
  return sentTo(await post(await actionOf(await send(manifest)), {}))[1].code ?? '';
}

async function convert(code: string): Promise<Response> {
  return fetch(`${github.apiUrl}/app-manifests/${code}/conversions`, { method: 'POST' });
}

test('an App goes from a manifest to its first webhook', async () => {
  const confirm = await send(wish());
  const action = await actionOf(confirm.clone() as Response);
  expect(await confirm.text()).toContain('administration: write');
  expect(confirm.headers.get('content-security-policy')).not.toContain('form-action');
  const [back, query] = sentTo(await post(action, { name: 'Our Class' }));
  expect([back, query.state]).toEqual([`${setup}/made`, 's1']);

  const made = (await (await convert(query.code ?? '')).json()) as Record<string, unknown>;
  expect(made).toMatchObject({ slug: 'our-class', name: 'Our Class', owner: { login: 'gopher-school' } });
  expect(made).toMatchObject({ id: github.appId, client_id: github.clientId, pem: github.privateKey });
  expect(made).toMatchObject({ client_secret: github.clientSecret, webhook_secret: github.webhookSecret });
  expect(made.permissions).toMatchObject({ metadata: 'read', administration: 'write' });
  expect((await convert(query.code ?? '')).status).toBe(404);

  const app = appClient({ ...githubNow(), installationId: 1 });
  expect((await app.apps.listInstallations()).data).toEqual([]);
  expect((await app.apps.getWebhookConfigForApp()).data.url).toBe(receiver.url);

  const page = await fetch(`${github.gitUrl}/apps/our-class/installations/new?state=s2`);
  const install = await actionOf(page);
  const [setUp, answer] = sentTo(await post(install, { account: 'gopher-school' }));
  expect(setUp).toBe(`${setup}/installed`);
  expect(answer).toEqual({ installation_id: String(github.installationId), setup_action: 'install', state: 's2' });
  await github.webhooksSettled();
  expect(receiver.received.map(({ headers }) => headers['x-github-event'])).toEqual(['ping', 'installation']);
  expect(receiver.of('installation')).toMatchObject([
    { action: 'created', sender: { login: 'olga' }, repositories: [{ name: 'm02-ada' }] },
  ]);
  const { data } = await app.apps.getOrgInstallation({ org: 'gopher-school' });
  expect(data).toMatchObject({ id: github.installationId, app_slug: 'our-class', events: wishedEvents });
  await github.push({ repository: 'm02-ada', user: 'ada', files: { b: 'b' } });
  await github.webhooksSettled();
  expect(receiver.of('push')).toMatchObject([{ installation: { id: github.installationId } }]);
});

const wishedEvents = ['push', 'check_run', 'issue_comment', 'repository'];

function githubNow() {
  return { apiUrl: github.apiUrl, appId: github.appId, privateKey: github.privateKey };
}

test('the App before can do nothing any more, and its tokens neither', async () => {
  const before = githubNow();
  const token = tokenClient(github, github.userToken('ada'));
  expect((await convert(await codeFor(wish({ name: 'Another' })))).status).toBe(201);
  const old = appClient({ ...before, installationId: 1 });
  await expect(old.apps.getAuthenticated()).rejects.toMatchObject({ status: 404 });
  await expect(token.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
});

test('a code is good for an hour', async () => {
  const code = await codeFor(wish({ name: 'Late' }));
  now = new Date(now.getTime() + 3_600_000);
  expect((await convert(code)).status).toBe(404);
});

test('what is only confirmed by nobody is no code', async () => {
  const key = (await actionOf(await send(wish({ name: 'Early' })))).split('/').at(-1) ?? '';
  expect((await convert(key)).status).toBe(404);
});

test.each([
  [
    'an event without its permission',
    { default_permissions: { contents: 'read' } },
    /unsupported: check_run, issue_comm/,
  ],
  ['a name longer than 34 characters', { name: 'n'.repeat(35) }, /Name is too long/],
  ['no address to come back to', { redirect_url: undefined }, /redirect_url is missing/],
  ['an address that is none', { setup_url: 'javascript:alert(1)' }, /setup_url must be a valid URL/],
])('a manifest with %s is refused, and noted', async (_, changes, reason) => {
  const response = await send(wish(changes));
  expect(response.status).toBe(422);
  expect(await response.text()).toMatch(reason);
  expect(github.takeInvalid()).toHaveLength(1);
});

test('a misspelt key is noted', async () => {
  expect((await send(wish({ redirect_uri: setup }))).status).toBe(200);
  expect(github.takeInvalid()).toMatchObject([{ problems: ['GitHub does not know redirect_uri'] }]);
});

test('only owners make Apps for an organisation, or install them; anybody makes one of their own', async () => {
  github.signInAs('ada');
  expect((await send(wish())).status).toBe(404);
  const page = await send(wish({ name: '<script>' }), '/settings/apps/new');
  expect(await page.text()).toContain('Create GitHub App for ada');
  expect((await post('/apps/another/installations', { account: 'gopher-school' })).status).toBe(404);
});
