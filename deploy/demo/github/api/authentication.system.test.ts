import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { appClient, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';

let github: GitHubStandIn;
let now = new Date();
let adasToken: string;
let ids: number[];
const ada = { owner: 'gopher-school', repo: 'm02-ada' };
const bob = { owner: 'gopher-school', repo: 'm02-bob' };

beforeAll(async () => {
  github = await startGitHub({ now: () => now });
  adasToken = github.createUser('ada').token;
  const files = { 'go.mod': 'module example\n' };
  const repositories = [
    await github.createRepository({ name: 'm02-ada', files, writers: ['ada'] }),
    await github.createRepository({ name: 'm02-bob', files }),
  ];
  ids = repositories.map(({ id }) => id);
});
afterAll(() => github.close());
afterEach(() => {
  now = new Date();
  expect(github.takeInvalid()).toEqual([]);
});

/** A JWT as an App makes it, with some claims changed; times in seconds from now. */
function jwt(changes: { iss?: string | number; iat?: number; exp?: number; key?: string } = {}): string {
  const { iss = github.appId, iat = -60, exp = 540, key = github.privateKey } = changes;
  const seconds = Math.floor(now.getTime() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss, iat: seconds + iat, exp: seconds + exp })}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), createPrivateKey(key)).toString('base64url')}`;
}

function mint(body: object = {}) {
  return appClient(github).apps.createInstallationAccessToken({ installation_id: github.installationId, ...body });
}

test('an App proves itself with its own signature', async () => {
  const { data } = await tokenClient(github, jwt()).apps.getAuthenticated();
  expect(data).toMatchObject({ id: github.appId, slug: 'pushmark-demo' });
});

test('a private key is PKCS #1, as GitHub gives it out', () => {
  expect(github.privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
});

const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs1',
  format: 'pem',
});

test.each([
  ['signed with another key', { key: otherKey.toString() }, 401, /could not be decoded/],
  ['of an unknown App', { iss: 1 }, 404, /Integration not found/],
  ['that lives longer than ten minutes', { exp: 700 }, 401, /'exp'.*too far in the future/],
  ['that has expired', { exp: -1 }, 401, /'exp'/],
  ['issued in the future', { iat: 30 }, 401, /'iat'/],
])('a JWT %s is refused', async (_, changes, status, message) => {
  const call = tokenClient(github, jwt(changes)).apps.getAuthenticated();
  await expect(call).rejects.toMatchObject({ status, message: expect.stringMatching(message) });
});

test("a clock that is behind GitHub's is corrected by the client from the date header", async () => {
  now = new Date(Date.now() + 3_600_000);
  const { data } = await appClient(github).apps.getAuthenticated();
  expect(data?.id).toBe(github.appId);
});

test('an installation token lives for an hour and has outgrown 40 characters', async () => {
  const { data } = await mint();
  expect(data.token).toMatch(new RegExp(`^ghs_${github.appId}_[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
  expect(data.token.length).toBeGreaterThan(255);
  expect(Date.parse(data.expires_at) - now.getTime()).toBeGreaterThan(3_590_000);
  now = new Date(now.getTime() + 3_601_000);
  await expect(tokenClient(github, data.token).repos.get(ada)).rejects.toMatchObject({ status: 401 });
});

test('a token narrowed to a repository does not see another', async () => {
  const { data } = await mint({ repository_ids: [ids[0]] });
  expect(data).toMatchObject({ repository_selection: 'selected', repositories: [{ id: ids[0] }] });
  const client = tokenClient(github, data.token);
  expect((await client.repos.get(ada)).status).toBe(200);
  await expect(client.repos.get(bob)).rejects.toMatchObject({ status: 404 });
  const { data: visible } = await client.apps.listReposAccessibleToInstallation();
  expect(visible).toMatchObject({ total_count: 1, repositories: [{ id: ids[0] }] });
});

test('a token narrowed to reading contents writes no check run', async () => {
  const { data } = await mint({ permissions: { contents: 'read' } });
  expect(data.permissions).toEqual({ metadata: 'read', contents: 'read' });
  const call = tokenClient(github, data.token).checks.create({ ...ada, name: 'x', head_sha: '0'.repeat(40) });
  await expect(call).rejects.toMatchObject({ status: 403, message: /not accessible by integration/ });
});

test('no token can do more than its App, or reach a repository that is not there', async () => {
  await expect(mint({ permissions: { contents: 'write' } })).rejects.toMatchObject({ status: 422 });
  await expect(mint({ repository_ids: [1] })).rejects.toMatchObject({ status: 422 });
});

test('a revoked token is worth nothing', async () => {
  const client = tokenClient(github, (await mint()).data.token);
  await client.apps.revokeInstallationAccessToken();
  await expect(client.repos.get(ada)).rejects.toMatchObject({ status: 401 });
});

test("the App's own routes want the JWT, the installation's want its token", async () => {
  const token = tokenClient(github, github.installationToken());
  await expect(token.apps.listWebhookDeliveries()).rejects.toMatchObject({ status: 401 });
  await expect(tokenClient(github, jwt()).repos.get(ada)).rejects.toMatchObject({ status: 403 });
});

test('an installation is found by its organisation and by each repository', async () => {
  const client = appClient(github);
  const answers = [
    await client.apps.getOrgInstallation({ org: 'gopher-school' }),
    await client.apps.getRepoInstallation(ada),
    await client.apps.getInstallation({ installation_id: github.installationId }),
  ];
  expect(answers.map(({ data }) => data.id)).toEqual(answers.map(() => github.installationId));
  const { data: all } = await client.apps.listInstallations();
  expect(all.map(({ id, account }) => [id, account && 'login' in account && account.login])).toEqual([
    [github.installationId, 'gopher-school'],
  ]);
});

test('a user makes no check run, whatever the rights in the repository', async () => {
  const call = tokenClient(github, adasToken).checks.create({ ...ada, name: 'x', head_sha: '0'.repeat(40) });
  await expect(call).rejects.toMatchObject({ status: 403, message: /authenticate via a GitHub App/ });
});

test('a private repository does not exist for strangers', async () => {
  await expect(tokenClient(github, adasToken).repos.get(bob)).rejects.toMatchObject({ status: 404 });
  expect((await fetch(`${github.apiUrl}/repos/gopher-school/m02-ada`)).status).toBe(404);
});

test('every answer carries a request id, the rate limit and the date', async () => {
  const { headers } = await appClient(github).rateLimit.get();
  expect(headers['x-github-request-id']).toMatch(/^[0-9A-F]+(:[0-9A-F]+){3}$/);
  expect(headers['x-ratelimit-limit']).toBe('5000');
  expect(Math.abs(Date.parse(headers.date ?? '') - now.getTime())).toBeLessThan(2000);
});
