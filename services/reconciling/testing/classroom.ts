/** A course whose repositories are at the stand-in, and a web process's intake: for tests of what lies between. */
import { fastify, LogController } from 'fastify';
import type { NewRepository } from '#deploy/demo/github/controls/repositories.ts';
import { type CreatedRepository, type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { execute, many } from '#services/platform/database.ts';
import { type GitHub, openGitHub } from '#services/platform/github/app.ts';
import { type Log, openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { webhook } from '#services/webhook/webhook.ts';

export interface HubClassroom {
  readonly database: TestDatabase;
  readonly github: GitHubStandIn;
  /** As the product sees the stand-in. */
  readonly hub: GitHub;
  readonly log: Log;
  /** Every line logged, parsed. */
  readonly lines: Record<string, unknown>[];
  /** Where webhooks are taken; the stand-in sends them there. */
  readonly webhookUrl: string;
  /** A student with the repository `lab-<login>`; with its Feedback pull request unless told otherwise. */
  student(login: string, wish?: Partial<NewRepository>): Promise<CreatedRepository>;
  /** Pushes a commit to the student's repository, and waits until every webhook has been answered. */
  push(login: string, branch?: string): Promise<string>;
  /** Takes the course over again. */
  sync(): Promise<unknown>;
  /** Empties the database and syncs the course again. */
  clear(): Promise<void>;
  sql(text: string, values?: unknown[]): Promise<number>;
  rows(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** `now`: the stand-in's clock. */
export async function hubClassroom(now: () => Date = () => new Date()): Promise<HubClassroom> {
  const [database, github, folder] = await Promise.all([
    testDatabase(),
    startGitHub({ organization: 'school', webhookPatience: 60_000, now }),
    courseFolder(),
  ]);
  const lines: Record<string, unknown>[] = [];
  const log = openLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  await folder.assignment('lab');
  await folder.course('assignments: [lab]\n');
  const sync = () => syncCourse(database.web, databaseStore(database.web), folder.dir);
  await sync();
  const app = fastify({ loggerInstance: log, logController: new LogController({ disableRequestLogging: true }) });
  await app.register(webhook, { database: database.web, secrets: [github.webhookSecret], ring: () => undefined });
  const webhookUrl = `${await app.listen({ port: 0, host: '127.0.0.1' })}/webhooks/github`;
  github.connectWebhook(webhookUrl);
  const { apiUrl, appId, privateKey } = github;
  return {
    ...{ database, github, log, lines, webhookUrl, hub: openGitHub({ apiUrl, appId, privateKey }) },
    async student(login, wish = {}) {
      github.createUser(login);
      const all = { name: `lab-${login}`, files: { a: 'a' }, writers: [login], feedbackPullRequest: true, ...wish };
      const made = await github.createRepository(all);
      await github.webhooksSettled();
      return made;
    },
    async push(login, branch) {
      const { sha } = await github.push({ repository: `lab-${login}`, user: login, ...(branch && { branch }) });
      await github.webhooksSettled();
      return sha;
    },
    async clear() {
      await database.clear();
      await sync();
    },
    sync,
    sql: (text, values = []) => execute(database.owner, text, values),
    rows: (text, values = []) => many(database.owner, text, values),
    async close() {
      // Otherwise the app waits for the connection of a webhook that is still on its way.
      await github.webhooksSettled();
      await app.close();
      await Promise.all([github.close(), database.close(), folder.remove()]);
    },
  };
}
