import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { KEYS, type Key, type Values } from './config/keys.ts';
import { privateKey } from './config/parse.ts';
import { InvalidInput, type Problem } from './errors.ts';
import type { LogLevel } from './log.ts';

export { CONFIG_KEYS } from './config/keys.ts';

/** The environment, read once. Nothing else reads `process.env`. */
export interface Config {
  /** undefined: embedded PostgreSQL in `data`. */
  readonly databaseUrl: string | undefined;
  /** undefined: PostgreSQL rings. */
  readonly redisUrl: string | undefined;
  /** Absolute. */
  readonly data: string;
  /** Absolute folder of course.yaml. */
  readonly course: string;
  /** `owner/name[@branch]`, with commas between several; undefined: those named on /setup. */
  readonly courseRepository: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end, as all URLs here; undefined: where the server listens. */
  readonly publicUrl: string | undefined;
  readonly githubApiUrl: string;
  readonly githubUrl: string;
  /** undefined: no App is set up, so GitHub can neither be read nor written. */
  readonly githubApp: { readonly id: number; readonly privateKey: string } | undefined;
  /** Of the App, for people who sign in; undefined: nobody can, and the pages open on this machine only. */
  readonly signIn: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** Logins, lower case, of who may do everything. */
  readonly admins: readonly string[];
  /** How pushes reach us. */
  readonly githubIntake: 'webhook' | 'poll';
  /** The current one first; empty: no delivery can be accepted. */
  readonly webhookSecrets: readonly string[];
  /** undefined: the one kept in the table `setting`. */
  readonly secret: string | undefined;
  /** The one before; what it sealed is opened with it and sealed anew. */
  readonly secretPrevious: string | undefined;
  readonly lanes: number;
  /** Containers of each image that wait ready. */
  readonly pool: number;
  readonly images: { readonly compile: string; readonly run: string };
  /** Of Docker, for all sandboxes; undefined: its default. */
  readonly runtime: string | undefined;
  readonly logLevel: LogLevel;
}

/** Reads and validates every variable. Throws InvalidInput that names each wrong one and what would be right. */
export async function readConfig(env: NodeJS.ProcessEnv = process.env): Promise<Config> {
  const problems: Problem[] = [];
  const values = Object.fromEntries(
    Object.entries(KEYS).map(([name, key]) => [name, read(env, key, problems)]),
  ) as Values;
  const key = values.githubPrivateKey ?? (await readKeyFile(values.githubPrivateKeyFile, problems));
  const app = githubApp(values.githubAppId, key, problems);
  const signIn = signInSettings(values, problems);
  if (problems.length) throw new InvalidInput(problems);
  const lanes = values.lanes ?? availableParallelism();
  return {
    ...defaulted(values),
    databaseUrl: values.databaseUrl,
    redisUrl: values.redisUrl,
    publicUrl: values.publicUrl,
    courseRepository: values.courseRepository,
    githubApp: app,
    signIn,
    webhookSecrets: [values.webhookSecret, values.webhookSecretPrevious].filter((secret) => secret !== undefined),
    secret: values.secret,
    secretPrevious: values.secretPrevious,
    runtime: values.runtime,
    lanes,
    pool: values.pool ?? lanes + 1,
  };
}

/** The values whose keys have a default, so they are there. */
function defaulted(values: Values) {
  return {
    data: resolve(values.data!),
    course: resolve(values.course!),
    host: values.host!,
    port: values.port!,
    githubApiUrl: values.githubApiUrl!,
    githubUrl: values.githubUrl!,
    githubIntake: values.githubIntake!,
    admins: values.admins ?? [],
    images: { compile: values.compileImage!, run: values.runImage! },
    logLevel: values.logLevel!,
  };
}

function read(env: NodeJS.ProcessEnv, key: Key<unknown>, problems: Problem[]): unknown {
  const value = env[key.name]?.trim() || key.default;
  if (value === undefined) return undefined;
  try {
    return key.parse(value);
  } catch (error) {
    problems.push(problem(key.name, (error as Error).message));
    return undefined;
  }
}

async function readKeyFile(file: string | undefined, problems: Problem[]): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return privateKey(await readFile(file, 'utf8'));
  } catch (error) {
    problems.push(problem(KEYS.githubPrivateKeyFile.name, `${file}: ${(error as Error).message}`));
    return undefined;
  }
}

/** Half an App is a mistake that would show itself only at the first push. */
function githubApp(id: number | undefined, key: string | undefined, problems: Problem[]): Config['githubApp'] {
  if (id !== undefined && key !== undefined) return { id, privateKey: key };
  if (id !== undefined && !problems.length)
    problems.push(problem('GITHUB_PRIVATE_KEY', 'must be set as well as GITHUB_APP_ID'));
  if (key !== undefined && !problems.length)
    problems.push(problem('GITHUB_APP_ID', 'must be set as well as GITHUB_PRIVATE_KEY'));
  return undefined;
}

/** Half of it is a mistake that would show itself only at the first sign-in. */
function signInSettings({ githubClientId, githubClientSecret }: Values, problems: Problem[]): Config['signIn'] {
  if (githubClientId !== undefined && githubClientSecret !== undefined) {
    return { clientId: githubClientId, clientSecret: githubClientSecret };
  }
  if (githubClientId !== githubClientSecret) {
    const [missing, there] = githubClientId === undefined ? ['ID', 'SECRET'] : ['SECRET', 'ID'];
    problems.push(problem(`GITHUB_CLIENT_${missing}`, `must be set as well as GITHUB_CLIENT_${there}`));
  }
  return undefined;
}

/** What an App made by /setup brings along. */
export interface AppSettings {
  readonly id: number;
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
  readonly publicUrl: string;
  readonly intake: Config['githubIntake'];
}

/** The settings with the App that /setup made, where the environment names none. What the environment says wins. */
export function withApp(config: Config, app: AppSettings | undefined): Config {
  if (!app || config.githubApp) return config;
  const { id, privateKey, clientId, clientSecret } = app;
  return {
    ...config,
    githubApp: { id, privateKey },
    signIn: config.signIn ?? { clientId, clientSecret },
    webhookSecrets: config.webhookSecrets.length > 0 ? config.webhookSecrets : [app.webhookSecret],
    publicUrl: config.publicUrl ?? app.publicUrl,
    githubIntake: config.githubIntake === 'poll' ? 'poll' : app.intake,
  };
}

function problem(field: string, message: string): Problem {
  return { file: 'environment', line: 0, column: 0, field, message };
}
