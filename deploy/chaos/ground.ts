/** All that a chaos run starts for itself, and therefore may stop: PostgreSQL, Redis, an engine, GitHub, webs, workers, reporters. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { type TestRedis, testRedis } from '#services/platform/testing/redis.ts';
import { type Front, openFront } from './front.ts';
import type { OwnEngine } from './own/engine.ts';
import { type OwnPostgres, ownPostgres } from './own/postgres.ts';
import { type Running, start } from './process.ts';

export interface Ground {
  readonly github: GitHubStandIn;
  readonly database: OwnPostgres;
  readonly redis: TestRedis;
  /** Undefined: sandboxes are in the machine's engine, which is never stopped. */
  readonly engine: OwnEngine | undefined;
  /** The engine of the sandboxes. */
  readonly docker: Docker;
  /** Between GitHub and the webs. */
  readonly front: Front;
  /** Whoever ends one puts another in its place. */
  readonly webs: Running[];
  readonly workers: Running[];
  readonly reporters: Running[];
  /** Of every process there ever was. */
  readonly pids: ReadonlySet<number>;
  startWeb(): Promise<Running>;
  startWorker(): Promise<Running>;
  startReporter(): Promise<Running>;
  /** Folder of what the processes logged, a file each. */
  readonly logs: string;
  /** Ends the processes with SIGTERM; what they leave behind can then be looked for. */
  stopProcesses(): Promise<void>;
  /** The logs stay. */
  close(): Promise<void>;
}

export const ASSIGNMENT = join(import.meta.dirname, '../demo/testing/testdata/greeting');
const CLI = join(import.meta.dirname, '../../workers/cli.ts');
const MACHINES = { webs: 2, workers: 3, reporters: 2 };

/** `engine`: one that may be restarted; whoever started it closes it. */
export async function openGround(engine?: OwnEngine): Promise<Ground> {
  const data = await mkdtemp(join(tmpdir(), 'pushmark-chaos-'));
  const logs = await mkdtemp(join(tmpdir(), 'pushmark-chaos-logs-'));
  const course = await makeCourse(data);
  const [github, database, redis] = await Promise.all([startGitHub(), ownPostgres(data), testRedis()]);
  const environment = {
    ...process.env,
    ...{ REDIS_URL: redis.url, PUSHMARK_DATA: data, PUSHMARK_COURSE: course },
    ...{ GITHUB_API_URL: github.apiUrl, GITHUB_URL: github.gitUrl, GITHUB_APP_ID: String(github.appId) },
    ...{ GITHUB_PRIVATE_KEY: github.privateKey, GITHUB_WEBHOOK_SECRET: github.webhookSecret },
    ...{ PUSHMARK_SECRET: 'the same for all processes', PORT: '0', LOG_LEVEL: process.env.LOG_LEVEL ?? 'info' },
    ...{ PUSHMARK_LANES: '1', PUSHMARK_POOL: '1', ...(engine && { DOCKER_HOST: engine.host }) },
  };
  const asWeb = { ...environment, DATABASE_URL: database.webUrl };
  const pids = new Set<number>();
  const known = async (starting: Promise<Running>) => {
    const running = await starting;
    pids.add(running.pid);
    return running;
  };
  const startWeb = () => known(start('web', asWeb, logs));
  const asWorker = { ...environment, DATABASE_URL: database.workerUrl };
  const startWorker = () => known(start('worker', asWorker, logs));
  const startReporter = () => known(start('reporter', asWorker, logs));
  const all = (count: number, one: () => Promise<Running>) => Promise.all(Array.from({ length: count }, one));
  const syncing = promisify(execFile)(process.execPath, [CLI, 'sync'], { env: asWeb });
  const [webs, workers, reporters] = await Promise.all([
    all(MACHINES.webs, startWeb),
    all(MACHINES.workers, startWorker),
    all(MACHINES.reporters, startReporter),
  ]);
  await syncing;
  const front = await openFront(() => webs.map(({ url }) => url));
  github.connectWebhook(`${front.url}/webhooks/github`);
  return {
    ...{ github, database, redis, engine, docker: engine?.docker ?? new Docker() },
    ...{ front, webs, workers, reporters, pids, logs, startWeb, startWorker, startReporter },
    async stopProcesses() {
      await Promise.all([...webs, ...workers, ...reporters].map((each) => each.end('SIGTERM')));
    },
    async close() {
      await Promise.all([front.close(), github.close(), database.close(), redis.stop()]);
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function makeCourse(data: string): Promise<string> {
  const course = join(data, 'course');
  await mkdir(course);
  await cp(ASSIGNMENT, join(course, 'greeting'), { recursive: true });
  const yaml = 'title: Chaos\nslug: chaos\norganisation: gopher-school\nassignments: [greeting]\n';
  await writeFile(join(course, 'course.yaml'), yaml);
  return course;
}
