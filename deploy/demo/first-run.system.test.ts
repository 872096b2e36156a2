/** A teacher who knows GitHub and nothing else, by /setup and what the pages say: from no App to the first grade. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWellMade, startBrowser, windowOf } from '#services/gradebook/testing/browser.ts';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type Serving, startServing } from '#workers/serve.ts';
import { type GitHubStandIn, startGitHub } from './github/index.ts';
import { filesOf } from './testing/pupil.ts';
import { until } from './testing/waiting.ts';

const greeting = join(import.meta.dirname, 'testing/testdata/greeting');
let github: GitHubStandIn;
let database: TestDatabase;
let serving: Serving;
let browser: Browser;
let data: string;

beforeAll(async () => {
  [github, database] = await Promise.all([startGitHub({ installed: false }), testDatabase()]);
  for (const login of ['olga', 'ada']) github.createUser(login);
  github.setMembership({ user: 'olga', role: 'admin' });
  data = await mkdtemp(join(tmpdir(), 'pushmark-first-run-'));
  await courseAtGitHub();
  const config = await readConfig({
    ...process.env,
    ...{ DATABASE_URL: database.url, PUSHMARK_DATA: data, PUSHMARK_COURSE: join(data, 'none'), PORT: '0' },
    ...{ GITHUB_URL: github.gitUrl, GITHUB_API_URL: github.apiUrl, PUSHMARK_LANES: '1', PUSHMARK_POOL: '1' },
  });
  serving = await startServing(config, openLog('silent'), () => undefined);
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await Promise.all([github?.close(), database?.close()]);
  await rm(data, { recursive: true, force: true });
});

/** What the teacher has written: a private repository with course.yaml and one assignment. */
async function courseAtGitHub(): Promise<void> {
  const folder = join(data, 'go-course');
  await cp(greeting, join(folder, 'greeting'), { recursive: true });
  const yaml = 'title: Go for everybody\nslug: go\norganisation: gopher-school\nassignments: [greeting]\n';
  await writeFile(join(folder, 'course.yaml'), yaml);
  await github.createRepository({ name: 'go-course', from: folder, writers: ['olga'] });
}

async function openPage(): Promise<Page> {
  const page = await (await windowOf(browser, serving.url)).newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

test('from a server without an App to a grade in the gradebook', { timeout: 300_000 }, async () => {
  const olga = await openPage();
  await olga.goto(serving.setupUrl!);
  await olga.getByLabel('Organisation on GitHub').fill('gopher-school');
  await olga.getByRole('button', { name: 'Continue' }).click();
  await olga.getByRole('button', { name: 'Create the App at GitHub' }).click();
  await olga.getByRole('button', { name: /Create GitHub App/ }).click();
  await olga.getByRole('link', { name: 'Continue as olga' }).click();
  await olga.getByRole('link', { name: 'Install it at GitHub' }).click();
  await olga.getByRole('button', { name: 'Install on gopher-school' }).click();
  await olga.getByText('Installed on gopher-school.').waitFor();

  await olga.getByLabel('Course repository').fill('gopher-school/go-course');
  await olga.getByRole('button', { name: 'Use it' }).click();
  const course = olga.getByRole('link', { name: 'Go for everybody' });
  await until('the course', async () => {
    await olga.reload();
    return (await course.count()) > 0 || undefined;
  });
  expect(await olga.getByText('/a/go/ASSIGNMENT').count()).toBe(1);

  const ada = await openPage();
  await ada.goto(`${serving.url}/a/go/greeting`);
  await ada.getByRole('link', { name: 'Continue as ada' }).click();
  await expectWellMade(ada, 'accept');
  await ada.getByRole('button', { name: 'Accept the assignment' }).click();
  await ada.getByText('under way').waitFor();
  await ada.getByRole('heading', { name: 'Your repository is ready' }).waitFor();
  await expectWellMade(ada, 'accepted');
  await ada.getByRole('link', { name: 'take up the invitation' }).click();
  await ada.getByRole('button', { name: /ada/ }).click();

  const files = await filesOf(join(greeting, 'reference'));
  const { sha } = await github.push({ repository: 'greeting-ada', user: 'ada', files });
  const look = () => github.checkRuns('greeting-ada', sha).find(({ status }) => status === 'completed');
  const check = await until('the check run', look, 120_000);
  expect(check.title).toContain('10');
  await until('the comment', () => github.comments('greeting-ada', 1)[0]);

  await olga.goto(`${serving.url}/courses/go`);
  const row = olga.getByRole('row').filter({ hasText: 'ada' });
  expect(await row.textContent()).toContain('10');
  expect(github.invalid).toEqual([]);
});
