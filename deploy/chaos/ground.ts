/** All that a chaos run starts for itself, and therefore may stop: PostgreSQL's database, Redis, GitHub, web, workers. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { freePort } from '#services/platform/port.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type TestRedis, testRedis } from '#services/platform/testing/redis.ts';
import { type Running, start } from './process.ts';

export interface Ground {
  readonly github: GitHubStandIn;
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  readonly url: string;
  /** Replaced by whoever kills one. */
  web: Running;
  readonly workers: Running[];
  startWeb(): Promise<Running>;
  startWorker(): Promise<Running>;
  /** Ends the processes with SIGTERM; what they leave behind can then be looked for. */
  stopProcesses(): Promise<void>;
  close(): Promise<void>;
}

export const ASSIGNMENT = join(import.meta.dirname, '../demo/testing/testdata/greeting');
const root = join(import.meta.dirname, '../..');

export async function openGround(): Promise<Ground> {
  const data = await mkdtemp(join(tmpdir(), 'pushmark-chaos-'));
  const course = join(data, 'course');
  await mkdir(course);
  await cp(ASSIGNMENT, join(course, 'greeting'), { recursive: true });
  const yaml = 'title: Chaos\nslug: chaos\norganisation: gopher-school\nassignments: [greeting]\n';
  await writeFile(join(course, 'course.yaml'), yaml);
  const [github, database, redis, port] = await Promise.all([startGitHub(), testDatabase(), testRedis(), freePort()]);
  const environment = {
    ...process.env,
    ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, PUSHMARK_DATA: data, PUSHMARK_COURSE: course },
    ...{ GITHUB_API_URL: github.apiUrl, GITHUB_URL: github.gitUrl, GITHUB_APP_ID: String(github.appId) },
    ...{ GITHUB_PRIVATE_KEY: github.privateKey, GITHUB_WEBHOOK_SECRET: github.webhookSecret },
    ...{ PUSHMARK_SECRET: 'the same for all processes', PUSHMARK_LANES: '1', PORT: String(port), LOG_LEVEL: 'silent' },
  };
  const startWeb = () => start('web', environment);
  const startWorker = () => start('worker', environment);
  const web = await startWeb();
  await promisify(execFile)(process.execPath, [join(root, 'workers/cli.ts'), 'sync'], { env: environment });
  const url = `http://127.0.0.1:${port}`;
  github.connectWebhook(`${url}/webhooks/github`);
  const ground: Ground = {
    ...{ github, database, redis, url, web, startWeb, startWorker },
    workers: await Promise.all([startWorker(), startWorker()]),
    async stopProcesses() {
      await Promise.all([ground.web, ...ground.workers].map((each) => each.end('SIGTERM')));
    },
    async close() {
      await Promise.all([github.close(), database.close(), redis.stop()]);
      await rm(data, { recursive: true, force: true });
    },
  };
  return ground;
}
