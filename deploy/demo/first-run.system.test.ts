/**
 * A teacher who knows GitHub and nothing else, by /setup, the README and what pages and commands say: an old classroom
 * moves in and goes on, and a new course begins.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWellMade, goBy, startBrowser, windowOf } from '#services/gradebook/testing/browser.ts';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type Serving, startServing } from '#workers/serve.ts';
import { type GitHubStandIn, startGitHub } from './github/index.ts';
import { cloneStarter, type OldClassroom, oldClassroom } from './testing/classroom-export.ts';
import { type Person, personAt } from './testing/person.ts';
import { filesOf } from './testing/pupil.ts';
import { until } from './testing/waiting.ts';

const greeting = join(import.meta.dirname, 'testing/testdata/greeting');
let github: GitHubStandIn;
let database: TestDatabase;
let serving: Serving;
let browser: Browser;
let data: string;
let settings: NodeJS.ProcessEnv;
let room: OldClassroom;
let olgasToken: string;
let olga: Person;

beforeAll(async () => {
  [github, database] = await Promise.all([startGitHub({ installed: false }), testDatabase()]);
  github.createUser('ada');
  olgasToken = github.createUser('olga').token;
  github.setMembership({ user: 'olga', role: 'admin' });
  data = await mkdtemp(join(tmpdir(), 'pushmark-first-run-'));
  room = await oldClassroom(github, join(data, 'export'), { students: 300, existing: 4 });
  await courseAtGitHub();
  settings = {
    ...process.env,
    ...{ DATABASE_URL: database.url, PUSHMARK_DATA: data, PUSHMARK_COURSE: join(data, 'none'), PORT: '0' },
    ...{ GITHUB_URL: github.gitUrl, GITHUB_API_URL: github.apiUrl, PUSHMARK_LANES: '1', PUSHMARK_POOL: '1' },
  };
  serving = await startServing(await readConfig(settings), openLog('silent'), () => undefined);
  browser = await startBrowser();
  olga = await person();
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

async function person(): Promise<Person> {
  const page = await (await windowOf(browser, serving.url)).newPage();
  page.setDefaultTimeout(60_000);
  return personAt(page);
}

/** Types a command where the server was started. */
async function pushmark(...args: string[]): Promise<string> {
  const command = [join(import.meta.dirname, '../../workers/cli.ts'), ...args];
  return (await promisify(execFile)(process.execPath, command, { env: settings, cwd: data })).stdout;
}

async function graded(repository: string, sha: string) {
  const look = () => github.checkRuns(repository, sha).find(({ status }) => status === 'completed');
  return until('the check run', look, 120_000);
}

test('a classroom of 300: from nothing to the first graded push in ten clicks', { timeout: 300_000 }, async () => {
  const { page, click } = olga;
  const begin = performance.now();
  await page.goto(serving.setupUrl!);
  await page.getByLabel('Organisation on GitHub').fill('gopher-school');
  await click(page.getByRole('button', { name: 'Continue' }));
  await click(page.getByRole('button', { name: 'Create the App at GitHub' }));
  await click(page.getByRole('button', { name: /Create GitHub App/ }));
  await click(page.getByRole('link', { name: 'Continue as olga' }));
  await click(page.getByRole('link', { name: 'Install it at GitHub' }));
  await click(page.getByRole('button', { name: 'Install on gopher-school' }));
  await page.getByText('Installed on gopher-school.').waitFor();
  await page.getByText('npx pushmark import classroom').waitFor();

  await cloneStarter(github, olgasToken, join(data, 'starters'));
  const imported = await pushmark('import', 'classroom', 'export', '--into', 'go-2026', '--starters', 'starters');
  expect(imported).toContain('1 assignments, 300 people, 300 repositories (1 mapped by hand');
  // What it says comes next.
  const next = [...imported.matchAll(/^ *(?:Then: )?pushmark (.*)$/gm)].map(([, words = '']) => words.split(' '));
  expect(next.map(([command]) => command)).toEqual(['sync', 'roster']);
  for (const words of next) await pushmark(...words);

  const student = room.students.at(-1)!;
  const main =
    'package main\n\nimport (\n\t"bufio"\n\t"fmt"\n\t"os"\n)\n\nfunc main() {\n\tin := bufio.NewScanner(os.Stdin)\n\tin.Scan()\n\tfmt.Printf("Hello, %s!\\n", in.Text())\n}\n';
  const { sha } = await github.push({ repository: room.oddRepository, user: student, files: { 'main.go': main } });
  const check = await graded(room.oddRepository, sha);
  const seconds = Math.round((performance.now() - begin) / 1000);
  expect(check.title).toBe('10 of 10 points');
  await until('the comment on the old Feedback pull request', () => github.comments(room.oddRepository, 1)[0]);

  await page.reload();
  expect(await page.getByText('/a/go-2026/ASSIGNMENT').count()).toBe(1);
  expect(await page.getByRole('link', { name: 'People of Go 2026' }).count()).toBe(1);
  await click(page.getByRole('link', { name: 'Go 2026', exact: true }));
  const row = page.getByRole('row').filter({ hasText: 'Pupil 300' });
  expect(await row.textContent()).toContain('10');
  expect(await page.getByRole('row').count()).toBeGreaterThanOrEqual(300);
  expect(olga.clicks).toBeLessThanOrEqual(10);
  console.info(`300 students moved in by ${olga.clicks} clicks; the first push was graded after ${seconds} s`);
  expect(github.invalid).toEqual([]);
});

test('a new course: from its repository by accepting to a grade in the gradebook', { timeout: 300_000 }, async () => {
  const { page, click } = olga;
  await page.goto(`${serving.url}/setup`);
  await page.getByLabel('Course repositories').fill('gopher-school/go-course');
  await click(page.getByRole('button', { name: 'Follow' }));
  const course = page.getByRole('link', { name: 'Go for everybody', exact: true });
  await until('the course', async () => {
    await page.reload();
    return (await course.count()) > 0 || undefined;
  });
  expect(await page.getByText('/a/COURSE/ASSIGNMENT').count()).toBe(1);
  await expectWellMade(page, 'set-up');

  const { page: ada } = await person();
  await ada.goto(`${serving.url}/a/go/greeting`);
  await goBy(ada.getByRole('link', { name: 'Continue as ada' }));
  await expectWellMade(ada, 'accept');
  await goBy(ada.getByRole('button', { name: 'Accept the assignment' }));
  await ada.getByRole('heading', { name: 'Your repository is ready' }).waitFor();
  await expectWellMade(ada, 'accepted');
  await goBy(ada.getByRole('link', { name: 'take up the invitation' }));
  await goBy(ada.getByRole('button', { name: /ada/ }));

  const files = await filesOf(join(greeting, 'reference'));
  const { sha } = await github.push({ repository: 'greeting-ada', user: 'ada', files });
  expect((await graded('greeting-ada', sha)).title).toContain('10');
  await until('the comment', () => github.comments('greeting-ada', 1)[0]);

  await page.goto(`${serving.url}/courses/go`);
  const row = page.getByRole('row').filter({ hasText: 'ada' });
  expect(await row.textContent()).toContain('10');
  expect(github.invalid).toEqual([]);
});
