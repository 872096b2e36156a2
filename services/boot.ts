import { join } from 'node:path';
import { keepRequestBudget } from '#services/classroom/reports/budget.ts';
import { keptSecret } from '#services/classroom/runs/secret.ts';
import { storedApp } from '#services/classroom/setup/github-app.ts';
import { databaseStore } from '#services/classroom/store.ts';
import type { Store } from '#services/classroom/trees.ts';
import { type Config, readConfig, withApp } from '#services/platform/config.ts';
import { type Database, openDatabase, type Role } from '#services/platform/database.ts';
import { startEmbedded } from '#services/platform/embedded.ts';
import { type GitHub, openGitHub, type RequestsLeft } from '#services/platform/github/app.ts';
import { type Log, lastWords, openLog } from '#services/platform/log.ts';
import { migrate } from '#services/platform/migrate.ts';
import { type Bell, type BellName, openBell } from '#services/platform/queue.ts';
import { untilStopped } from '#services/platform/stopping.ts';

/** What every process of Pushmark stands on; `close` in the end, after whoever uses it has stopped. */
export interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly store: Store;
  readonly bells: Readonly<Record<BellName, Bell>>;
  /** undefined where no App is set up: pushes can then be neither fetched nor reported. */
  readonly github: GitHub | undefined;
  /** Connections for what must not wait behind pages: GitHub's deliveries. To be ended before `close`. */
  openIntake(): Promise<Database>;
  /** Where no App is set up: looks whether /setup has made one, and once answers the ground that has it. */
  settingUp(): Promise<Ground | undefined>;
  close(): Promise<void>;
}

/** The database as its owner, brought up to date; embedded where no address is configured. */
export async function openOwner(
  config: Config,
  log: Log,
): Promise<{ database: Database; url: string; close(): Promise<void> }> {
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ directory: join(config.data, 'postgres') });
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const database = await openDatabase({ url, role: 'owner', max: 2, onIdleError: idle(log) });
  const applied = await migrate(database);
  if (applied.length > 0) log.info({ applied }, 'database brought up to date');
  const close = async () => {
    await database.end();
    await embedded?.close();
  };
  return { database, url, close };
}

/** The database as it is, for looking only: nothing is brought up to date, and it refuses every write. */
export async function openToRead(config: Config, log: Log): Promise<{ database: Database; close(): Promise<void> }> {
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ directory: join(config.data, 'postgres') });
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const database = await openDatabase({ url, role: 'web', max: 2, readOnly: true, onIdleError: idle(log) });
  const close = async () => {
    await database.end();
    await embedded?.close();
  };
  return { database, close };
}

/** Opens database, store, bells and GitHub with the rights of a role. `onBroken` is told when only stopping helps. */
export async function openGround(
  config: Config,
  log: Log,
  role: Role,
  onBroken: (error: Error) => void,
): Promise<Ground> {
  const owner = await openOwner(config, log);
  const database = await openDatabase({ url: owner.url, role, max: 10 + config.lanes, onIdleError: idle(log) });
  const backend = config.redisUrl ? { redisUrl: config.redisUrl } : { databaseUrl: owner.url };
  const bells = {
    grading: await openBell({ name: 'grading', backend, log, onBroken }),
    reporting: await openBell({ name: 'reporting', backend, log, onBroken }),
  };
  const onLeft = budgetKeeper(database, log);
  const at = (settings: Config): Ground => ({
    ...{ config: settings, log, database, bells },
    store: databaseStore(database),
    github: githubOf(settings, onLeft),
    openIntake: () => openDatabase({ url: owner.url, role, ...intakeConnections, onIdleError: idle(log) }),
    async settingUp() {
      const found = settings.githubApp ? settings : await withStoredApp(database, config, role);
      return found.githubApp && at(found);
    },
    async close() {
      await Promise.all([bells.grading.close(), bells.reporting.close()]);
      await database.end();
      await owner.close();
    },
  });
  return at(await withStoredApp(database, config, role));
}

/** Eight commits at once share one turn of the disk; some connections are there before the first delivery. */
const intakeConnections = { name: 'pushmark-intake', max: 8, ready: 4 };

function githubOf({ githubApp: app, githubApiUrl: apiUrl }: Config, onLeft: (left: RequestsLeft) => void) {
  return app && openGitHub({ apiUrl, appId: app.id, privateKey: app.privateKey, onLeft });
}

/** The settings, with the App that /setup has stored where the environment names none. */
export async function withStoredApp(database: Database, config: Config, role: Role): Promise<Config> {
  if (config.githubApp) return config;
  const kept = await keptSecret(database);
  const [first, ...before] = [config.secret, config.secretPrevious, kept].filter((known) => known !== undefined);
  if (first === undefined) return config;
  // A worker may not write what the web has decided.
  return withApp(config, await storedApp(database, [first, ...before], role !== 'worker'));
}

/** A process of one role: what it runs on is there until it is told to stop and `run` has returned. */
export async function withGround(
  role: Role,
  run: (ground: Ground, stopped: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const config = await readConfig();
  const log = openLog(config.logLevel);
  lastWords(log);
  const stopping = untilStopped();
  const ground = await openGround(config, log, role, stopping.stop);
  await run(ground, stopping.stopped);
  await ground.close();
  endSoon();
}

/** Everything is closed; a connection that somebody's library forgot shall not keep the process. */
function endSoon(): void {
  setTimeout(() => process.exit(), 2_000).unref();
}

/** Writes down what GitHub still allows, at most every few seconds: for /metrics, nothing is decided by it. */
function budgetKeeper(database: Database, log: Log): (left: RequestsLeft) => void {
  const kept = new Map<number, number>();
  return (left) => {
    if (Date.now() - (kept.get(left.installationId) ?? 0) < 5_000) return;
    kept.set(left.installationId, Date.now());
    keepRequestBudget(database, left).catch((error) => log.warn({ err: error }, 'the budget could not be kept'));
  };
}

function idle(log: Log): (error: Error) => void {
  return (error) => log.warn({ err: error }, 'an idle database connection broke');
}
