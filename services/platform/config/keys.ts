import { integer, logins, logLevel, oneOf, type Parse, privateKey, repositories, secret, text, url } from './parse.ts';

/** One variable of the environment. */
export interface Key<T> {
  readonly name: string;
  /** For the README and `pushmark doctor`: one sentence. */
  readonly what: string;
  readonly parse: Parse<T>;
  /** What holds where it is not set, as one would write it; absent: nothing, or what `what` says. */
  readonly default?: string;
  /** Never shown. */
  readonly secret?: true;
}

function key<T>(name: string, what: string, parse: Parse<T>, more: { default?: string; secret?: true } = {}): Key<T> {
  return { name, what, parse, ...more };
}

const SECRET = { secret: true } as const;
const http = url('http', 'https');

/** Every variable that Pushmark reads. A key with a default is never undefined in `Config`. */
export const KEYS = {
  databaseUrl: key(
    'DATABASE_URL',
    'PostgreSQL, 15 or newer; without it, an own server in the data folder.',
    url('postgres', 'postgresql'),
    SECRET,
  ),
  redisUrl: key(
    'REDIS_URL',
    'Redis that rings for waiting work; without it, PostgreSQL does.',
    url('redis', 'rediss'),
    SECRET,
  ),
  data: key('PUSHMARK_DATA', 'Folder for what has no other place.', text, { default: '.pushmark' }),
  course: key('PUSHMARK_COURSE', 'Folder that holds course.yaml.', text, { default: 'course' }),
  courseRepository: key(
    'PUSHMARK_COURSE_REPOSITORY',
    'owner/name[@branch], with commas between several, of the repositories whose pushes are taken over as courses; by default those named on /setup.',
    repositories,
  ),
  host: key(
    'HOST',
    'Address to listen on. As long as nobody can sign in, other machines see nothing but /setup.',
    text,
    {
      default: '127.0.0.1',
    },
  ),
  port: key('PORT', 'Port to listen on; 0 takes any free one.', integer(0, 65_535), { default: '8080' }),
  publicUrl: key('PUBLIC_URL', 'Where people reach the pages; by default the address listened on.', http),
  githubApiUrl: key('GITHUB_API_URL', "GitHub's API; https://HOST/api/v3 for GitHub Enterprise.", http, {
    default: 'https://api.github.com',
  }),
  githubUrl: key('GITHUB_URL', 'GitHub, for git.', http, { default: 'https://github.com' }),
  githubAppId: key(
    'GITHUB_APP_ID',
    'Number of the GitHub App; by default the one that /setup has made.',
    integer(1, Number.MAX_SAFE_INTEGER),
  ),
  githubPrivateKey: key('GITHUB_PRIVATE_KEY', "The GitHub App's private key.", privateKey, SECRET),
  githubPrivateKeyFile: key('GITHUB_PRIVATE_KEY_FILE', 'File with that key, instead.', text),
  githubClientId: key('GITHUB_CLIENT_ID', "The GitHub App's client id: people sign in with it.", text),
  githubClientSecret: key('GITHUB_CLIENT_SECRET', 'The client secret that belongs to it.', secret, SECRET),
  admins: key(
    'PUSHMARK_ADMINS',
    'GitHub logins, with commas between them, of who may do everything in every course.',
    logins,
    { default: '' },
  ),
  githubIntake: key(
    'GITHUB_INTAKE',
    "webhook, or poll: GitHub's log of deliveries is read, and no public address is needed.",
    oneOf('webhook', 'poll'),
    { default: 'webhook' },
  ),
  webhookSecret: key('GITHUB_WEBHOOK_SECRET', "The GitHub App's webhook secret.", secret, SECRET),
  webhookSecretPrevious: key(
    'GITHUB_WEBHOOK_SECRET_PREVIOUS',
    'The secret before, while it is being changed.',
    secret,
    SECRET,
  ),
  secret: key(
    'PUSHMARK_SECRET',
    'Seals the stored App; the seeds of runs come from the first one. By default made once and kept in the database.',
    secret,
    SECRET,
  ),
  secretPrevious: key(
    'PUSHMARK_SECRET_PREVIOUS',
    'The secret before, after it was changed: the App stored by /setup is opened with it and sealed anew.',
    secret,
    SECRET,
  ),
  lanes: key(
    'PUSHMARK_LANES',
    'Runs that one worker grades at a time; by default the number of cores.',
    integer(1, 256),
  ),
  pool: key(
    'PUSHMARK_POOL',
    'Containers of each image that wait ready; 0 makes each when it is needed. By default one more than lanes.',
    integer(0, 256),
  ),
  compileImage: key('PUSHMARK_COMPILE_IMAGE', 'Sandbox image that builds.', text, {
    default: 'pushmark-compile:latest',
  }),
  runImage: key('PUSHMARK_RUN_IMAGE', 'Sandbox image that runs.', text, { default: 'pushmark-run:latest' }),
  runtime: key(
    'PUSHMARK_RUNTIME',
    "Runtime of Docker for all sandboxes, e.g. runsc for gVisor (see deploy/sandbox); by default the engine's own.",
    text,
  ),
  logLevel: key('LOG_LEVEL', 'trace, debug, info, warn, error, fatal or silent.', logLevel, { default: 'info' }),
} as const;

export type Values = {
  readonly [K in keyof typeof KEYS]: (typeof KEYS)[K] extends Key<infer T> ? T | undefined : never;
};

/** For the README's table and `pushmark doctor`. */
export const CONFIG_KEYS: readonly Key<unknown>[] = Object.values(KEYS);
