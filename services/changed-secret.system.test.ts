/** PUSHMARK_SECRET is changed as deploy/README.md says, with the processes that an operator starts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, start } from '#deploy/chaos/process.ts';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { setupToken } from '#services/classroom/setup/link.ts';
import { one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';

const [old, fresh] = ['the secret of last term, long enough', 'the secret of this term, long enough'] as const;
let database: TestDatabase;
let github: GitHubStandIn;
let data: string;
const running: Running[] = [];

beforeAll(async () => {
  [database, github] = await Promise.all([testDatabase(), startGitHub({ installed: false })]);
  github.createUser('olga');
  github.setMembership({ user: 'olga', role: 'admin' });
  github.signInAs('olga');
  data = await mkdtemp(join(tmpdir(), 'pushmark-secret-'));
});

afterAll(async () => {
  await Promise.all(running.map((each) => each.end('SIGKILL')));
  await Promise.all([database?.close(), github?.close()]);
  await rm(data, { recursive: true });
});

async function run(secrets: NodeJS.ProcessEnv): Promise<Running> {
  const settings = { GITHUB_URL: github.gitUrl, GITHUB_API_URL: github.apiUrl, PORT: '0', LOG_LEVEL: 'warn' };
  const where = { PATH: process.env.PATH, HOME: data, PUSHMARK_DATA: data, DATABASE_URL: database.url };
  const started = await start('web', { ...where, ...settings, ...secrets }, data);
  running.push(started);
  return started;
}

async function ended(process: Running): Promise<void> {
  await process.end('SIGTERM');
  running.splice(running.indexOf(process), 1);
}

/** A form of a page: where it leads and what is hidden in it. */
function formOf(page: string) {
  const plain = (text = '') => text.replaceAll('&#34;', '"').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const action = plain(/<form[^>]* action="([^"]+)"/.exec(page)?.[1]);
  const hidden = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return { action, fields: Object.fromEntries(hidden.map(([, name, value]) => [name, plain(value)])) };
}

function post(url: string, fields: Record<string, string>) {
  const headers = { origin: new URL(url).origin };
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
}

/** By /setup, as a person does it. */
async function setUp(web: Running, token: string): Promise<void> {
  const wish = { token, profile: 'grade', organisation: 'gopher-school', publicUrl: web.url };
  const handOver = formOf(await (await post(`${web.url}/setup`, wish)).text());
  const confirm = formOf(await (await post(handOver.action, handOver.fields)).text());
  const back = await post(new URL(confirm.action, github.gitUrl).href, confirm.fields);
  const made = await fetch(back.headers.get('location')!, { redirect: 'manual' });
  expect(made.headers.get('location')).toContain('/setup/claim');
}

const sealed = async () => {
  const sql = `select (value::jsonb)->>'sealed' as sealed from setting where key = 'github-app'`;
  return (await one<{ sealed: string }>(database.owner, sql)).sealed;
};

/** Where a process sends people who sign in: it knows the App's client id, which is sealed, only when it could open it. */
async function opens(web: Running): Promise<boolean> {
  const to = (await fetch(`${web.url}/sign-in`, { redirect: 'manual' })).headers.get('location');
  return to !== null && new URL(to, web.url).searchParams.get('client_id') === github.clientId;
}

// Four processes start one after the other, which takes long on a busy machine.
test('a changed secret opens what the one before sealed, seals it anew, and then stands alone', {
  timeout: 300_000,
}, async () => {
  const first = await run({ PUSHMARK_SECRET: old });
  await setUp(first, await setupToken(database.web, old));
  await ended(first);
  const byOld = await sealed();
  await expect(run({ PUSHMARK_SECRET: fresh })).rejects.toThrow('PUSHMARK_SECRET_PREVIOUS');
  expect(await sealed()).toBe(byOld);

  const second = await run({ PUSHMARK_SECRET: fresh, PUSHMARK_SECRET_PREVIOUS: old });
  expect(await opens(second)).toBe(true);
  await ended(second);
  const byNew = await sealed();
  expect(byNew).not.toBe(byOld);

  const third = await run({ PUSHMARK_SECRET: fresh });
  expect(await opens(third)).toBe(true);
  await ended(third);
  expect(await sealed()).toBe(byNew);
  expect(github.invalid).toEqual([]);
});
