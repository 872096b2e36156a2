/** The whole product in one process for a test: real PostgreSQL, Redis, Docker and git, and the stand-in as GitHub. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type TestRedis, testRedis } from '#services/platform/testing/redis.ts';
import { type Serving, startServing } from '#workers/serve.ts';
import { type GitHubStandIn, startGitHub } from '../github/index.ts';

export interface Product {
  readonly github: GitHubStandIn;
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  /** Address of the pages. */
  readonly url: string;
  /** The course's folder; change it and `sync`. */
  readonly course: string;
  /** Settings as the server has them. */
  readonly environment: NodeJS.ProcessEnv;
  /** Errors of ours that only a restart would help with; a test wants none. */
  readonly broken: readonly Error[];
  /** Runs the CLI as its own process; rejects unless it exits 0. */
  cli(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Folders of assignments by slug; copied. */
  readonly assignments: Readonly<Record<string, string>>;
  readonly lanes?: number;
}

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');

export async function startProduct(options: ProductOptions): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), 'pushmark-system-'));
  const course = await makeCourse(join(data, 'course'), options.assignments);
  const [github, database, redis] = await Promise.all([startGitHub(), testDatabase(), testRedis()]);
  const environment = settings({ github, data, course, lanes: options.lanes ?? 2 }, database.url, redis.url);
  const broken: Error[] = [];
  const serving = await serve(environment, (error) => broken.push(error));
  github.connectWebhook(`${serving.url}/webhooks/github`);
  return {
    ...{ github, database, redis, course, environment, broken, url: serving.url },
    async cli(...args) {
      const call = [join(root, 'workers/cli.ts'), ...args];
      return (await run(process.execPath, call, { env: environment, maxBuffer: 2 ** 26 })).stdout;
    },
    async stop() {
      await serving.stop();
      await Promise.all([github.close(), database.close(), redis.stop()]);
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function serve(environment: NodeJS.ProcessEnv, onBroken: (error: Error) => void): Promise<Serving> {
  const config = await readConfig(environment);
  return startServing(config, openLog(config.logLevel), onBroken);
}

interface Parts {
  readonly github: GitHubStandIn;
  readonly data: string;
  readonly course: string;
  readonly lanes: number;
}

function settings({ github, data, course, lanes }: Parts, databaseUrl: string, redisUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PUSHMARK_DATA: data,
    PUSHMARK_COURSE: course,
    PUSHMARK_LANES: String(lanes),
    GITHUB_API_URL: github.apiUrl,
    GITHUB_URL: github.gitUrl,
    GITHUB_APP_ID: String(github.appId),
    GITHUB_PRIVATE_KEY: github.privateKey,
    GITHUB_WEBHOOK_SECRET: github.webhookSecret,
    PUSHMARK_SECRET: 'the same for server and command line',
    PORT: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
  };
}

async function makeCourse(folder: string, assignments: ProductOptions['assignments']): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [slug, from] of Object.entries(assignments)) await cp(from, join(folder, slug), { recursive: true });
  const slugs = Object.keys(assignments).join(', ');
  const yaml = `title: A course\nslug: tiny\norganisation: gopher-school\nassignments: [${slugs}]\n`;
  await writeFile(join(folder, 'course.yaml'), yaml);
  return folder;
}
