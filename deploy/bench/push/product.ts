import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { openOwner, openGround as openServer } from '#services/boot.ts';
import { type Config, readConfig } from '#services/platform/config.ts';
import type { Database } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { syncFolder } from '#workers/serve.ts';
import { COURSE } from '../load/assignments.ts';

/** GitHub's stand-in, and settings for a Pushmark of its own that has nothing yet. */
export interface Ground {
  readonly github: GitHubStandIn;
  readonly environment: NodeJS.ProcessEnv;
  readonly config: Config;
  /** As the owner of everything, to look. */
  readonly database: Database;
  close(): Promise<void>;
}

/** Of the course, so that its assignments are found for the stand-in's repositories. */
async function organisation(): Promise<string> {
  const yaml = await readFile(join(COURSE, 'course.yaml'), 'utf8');
  const [, name] = /^organisation: *"?([\w-]+)/m.exec(yaml) ?? [];
  if (!name) throw new Error('course.yaml names no organisation');
  return name;
}

/** Data folder and database are made here and removed at the end; REDIS_URL is taken as it is. */
export async function openGround(): Promise<Ground> {
  const data = await mkdtemp(join(tmpdir(), 'pushmark-bench-'));
  const github = await startGitHub({ organization: await organisation() });
  const { DATABASE_URL: _, ...rest } = process.env;
  const environment = {
    ...rest,
    PUSHMARK_DATA: data,
    PUSHMARK_COURSE: COURSE,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_URL: github.gitUrl,
    GITHUB_APP_ID: String(github.appId),
    GITHUB_PRIVATE_KEY: github.privateKey,
    GITHUB_WEBHOOK_SECRET: github.webhookSecret,
    PORT: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  };
  const config = await readConfig(environment);
  const { database, close } = await openOwner(config, openLog(config.logLevel));
  return {
    ...{ github, environment, config, database },
    async close() {
      await close();
      await github.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export async function takeOverCourse({ config }: Ground): Promise<void> {
  const server = await openServer(config, openLog(config.logLevel), 'web', () => undefined);
  await syncFolder(server);
  await server.close();
}
