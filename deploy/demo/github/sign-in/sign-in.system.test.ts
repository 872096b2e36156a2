import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startReceiver, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';

const callback = 'http://127.0.0.1:3000/sign-in/callback';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const ada = { owner: 'gopher-school', repo: 'm02-ada' };

let github: GitHubStandIn;
let now = new Date();
let adasId: number;

beforeAll(async () => {
  github = await startGitHub({ now: () => now, callbackUrls: [callback] });
  adasId = github.createUser('ada').id;
  github.createUser('ben');
  await github.createRepository({ name: 'm02-ada', files: { a: 'a' }, writers: ['ada'] });
});
afterAll(() => github.close());
afterEach(() => {
  now = new Date();
  github.signInAs(null);
  expect(github.takeInvalid()).toEqual([]);
});

function visit(query: Record<string, string>): Promise<Response> {
  const all = new URLSearchParams({ client_id: github.clientId, redirect_uri: callback, state: 's1', ...query });
  return fetch(`${github.gitUrl}/login/oauth/authorize?${all}`, { redirect: 'manual' });
}

/** Where the browser is sent, without its query, and the query. */
function sentTo(response: Response): readonly [string, Record<string, string>] {
  const to = new URL(response.headers.get('location') ?? '');
  return [to.origin + to.pathname, Object.fromEntries(to.searchParams)];
}

async function code(query: Record<string, string> = {}): Promise<string> {
  return sentTo(await visit({ login: 'ada', ...query }))[1].code ?? '';
}

async function exchange(fields: Record<string, string>) {
  const secrets = { client_id: github.clientId, client_secret: github.clientSecret };
  const response = await fetch(`${github.gitUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ ...secrets, ...fields }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, string>;
}

test('the page lists every user, and a way to decline', async () => {
  const html = await (await visit({ state: '"><script>' })).text();
  const links = [...html.matchAll(/href="([^"]+)">([^<]+)</g)].map(([, href = '', text]) => {
    return [text, new URL(href.replaceAll('&amp;', '&'), github.gitUrl).href];
  });
  expect(links.map(([text]) => text)).toEqual(['Continue as ada', 'Continue as ben', 'Cancel']);
  expect(html).not.toContain('<script');
  const [, query] = sentTo(await fetch(links[1]?.[1] ?? '', { redirect: 'manual' }));
  expect(query).toMatchObject({ state: '"><script>', code: expect.stringMatching(/^[0-9a-f]{20}$/) });
  expect(links[2]?.[1]).toMatch(/^http:\/\/127\.0\.0\.1:3000\/sign-in\/callback\?error=access_denied&/);
});

test('a code becomes a token that says who the user is, for eight hours', async () => {
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const answer = await exchange({ code: await code(pkce), code_verifier: verifier, redirect_uri: callback });
  expect(answer).toMatchObject({ token_type: 'bearer', expires_in: 28_800, refresh_token_expires_in: 15_897_600 });
  expect(answer.access_token).toMatch(/^ghu_\w{36}$/);
  const client = tokenClient(github, answer.access_token ?? '');
  expect((await client.users.getAuthenticated()).data).toMatchObject({ login: 'ada', id: adasId });
  now = new Date(now.getTime() + 8 * 3_600_000 + 1000);
  await expect(client.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
});

test('who is signed in in the browser is not asked, unless another account may be chosen', async () => {
  github.signInAs('ben');
  expect((await visit({})).status).toBe(302);
  expect((await visit({ prompt: 'select_account' })).status).toBe(200);
});

test('an unknown App is not found; another address than the registered one is told at that one', async () => {
  expect((await visit({ client_id: 'Iv23liOther', login: 'ada' })).status).toBe(404);
  const [to, query] = sentTo(await visit({ redirect_uri: 'http://evil.example/', login: 'ada' }));
  expect([to, query.error, query.state, query.code]).toEqual([callback, 'redirect_uri_mismatch', 's1', undefined]);
});

test('a challenge that is the verifier itself is refused', async () => {
  const plain = await visit({ login: 'ada', code_challenge: verifier, code_challenge_method: 'plain' });
  expect(sentTo(plain)[1].error).toBe('invalid_request');
});

test('a code is good once, for ten minutes, with its verifier, for the address it was sent to', async () => {
  const used = await code();
  expect(await exchange({ code: used })).toHaveProperty('access_token');
  const late = await code();
  now = new Date(now.getTime() + 600_000);
  const wrong = await code({ code_challenge: challenge, code_challenge_method: 'S256' });
  const outcomes = [
    await exchange({ code: used }),
    await exchange({ code: late }),
    await exchange({ code: wrong, code_verifier: 'w'.repeat(43) }),
    await exchange({ code: wrong, code_verifier: verifier }),
    await exchange({ code: await code(), redirect_uri: 'http://evil.example/' }),
    await exchange({ code: await code(), client_secret: 'guessed' }),
  ];
  const bad = 'bad_verification_code';
  const errors = [bad, bad, bad, bad, 'redirect_uri_mismatch', 'incorrect_client_credentials'];
  expect(outcomes.map(({ error }) => error)).toEqual(errors);
});

test('a refresh token is good once, and ends the pair it came with', async () => {
  const first = await exchange({ code: await code() });
  const again = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' };
  const second = await exchange(again);
  expect(second.access_token).toMatch(/^ghu_/);
  expect((await exchange(again)).error).toBe('bad_refresh_token');
  await expect(tokenClient(github, first.access_token ?? '').users.getAuthenticated()).rejects.toMatchObject({
    status: 401,
  });
});

test('without a wish for JSON the answer is a form; JSON is taken as well as a form', async () => {
  const response = await fetch(`${github.gitUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: github.clientId,
      client_secret: github.clientSecret,
      code: await code(),
    }),
  });
  expect(new URLSearchParams(await response.text()).get('access_token')).toMatch(/^ghu_/);
});

test('a user token reaches what both the user and the App may', async () => {
  const mine = tokenClient(github, github.userToken('ada'));
  const others = tokenClient(github, github.userToken('ben'));
  expect((await mine.repos.get(ada)).status).toBe(200);
  await expect(others.repos.get(ada)).rejects.toMatchObject({ status: 404 });
  await expect(others.git.getRef({ ...ada, ref: 'heads/main' })).rejects.toMatchObject({ status: 404 });
});

test('a user takes the consent back: the token dies and the App is told', async () => {
  const receiver = await startReceiver();
  github.connectWebhook(receiver.url);
  const client = tokenClient(github, github.userToken('ada'));
  github.revokeAuthorization('ada');
  await github.webhooksSettled();
  expect(receiver.of('github_app_authorization', 'revoked')).toMatchObject([{ sender: { id: adasId } }]);
  await expect(client.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
  github.disconnectWebhook();
  await receiver.close();
});

test('a misspelt parameter is noted, and trouble can be had on request', async () => {
  await visit({ login: 'ada', redirect_url: 'x' });
  expect(github.takeInvalid()).toMatchObject([{ problems: ['GitHub does not know redirect_url'] }]);
  github.failAnswers({ operation: 'login/oauth/access_token', kind: 'server-error' });
  const response = await fetch(`${github.gitUrl}/login/oauth/access_token`, { method: 'POST' });
  expect(response.status).toBe(500);
});
