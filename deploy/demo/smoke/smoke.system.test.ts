import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { type Serving, startServing } from '#workers/serve.ts';
import { type GitHubStandIn, startGitHub } from '../github/index.ts';
import { assumptions, type Seen } from './assumptions.ts';
import { type Ground, workingCopy } from './ground.ts';

let github: GitHubStandIn;
let serving: Serving;
let ground: Ground;
let data: string;
const seen: Seen = {};

beforeAll(async () => {
  github = await startGitHub({ organization: 'example-classroom' });
  data = await mkdtemp(join(tmpdir(), 'pushmark-smoke-data-'));
  const config = await readConfig({
    ...process.env,
    ...{ PUSHMARK_DATA: data, PORT: '0', LOG_LEVEL: 'error', GITHUB_API_URL: github.apiUrl, GITHUB_URL: github.gitUrl },
    ...{
      GITHUB_APP_ID: String(github.appId),
      GITHUB_PRIVATE_KEY: github.privateKey,
      GITHUB_WEBHOOK_SECRET: github.webhookSecret,
    },
  });
  serving = await startServing(config, openLog('error'), () => undefined);
  github.connectWebhook(`${serving.url}/webhooks/github`);
  ground = await standInGround();
});

afterAll(async () => {
  await serving?.stop();
  await github?.close();
  await rm(data, { recursive: true, force: true });
  if (ground) await rm(ground.clone, { recursive: true, force: true });
});

/** What makeGround does at GitHub, at the stand-in: it has no API to create repositories. */
async function standInGround(): Promise<Ground> {
  const { login, token } = github.createUser('smoke-tester');
  const repo = `m02-gradebook-${login}`;
  const from = join(import.meta.dirname, '../../../course/m02-gradebook/starter');
  const { cloneUrl } = await github.createRepository({ name: repo, from, writers: [login], feedbackPullRequest: true });
  const copy = await workingCopy(cloneUrl, token, login);
  await copy.git('pull', '-q', 'origin', 'main');
  const octokit = new Octokit({ baseUrl: github.apiUrl, auth: token });
  return { octokit, place: { owner: github.organization, repo }, pullNumber: 1, ...copy };
}

it.each(assumptions)('holds at the stand-in too: $name', async ({ check }) => {
  await check(ground, seen);
  expect(github.takeInvalid()).toEqual([]);
});
