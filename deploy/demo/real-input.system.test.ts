import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Files, fetchModules, solution, writeAssignment } from './testing/go-module.ts';
import { type Product, startProduct } from './testing/product.ts';
import { enrol, type Pupil } from './testing/pupil.ts';
import { completed } from './testing/waiting.ts';

interface RealModule {
  /** Of the assignment. */
  readonly slug: string;
  readonly module: string;
  /** What its code uses beyond what only computes: policy of the assignment. */
  readonly allow: string;
  /** Directories whose tests count; default all. */
  readonly packages?: string;
  /** Some of its tests measure a clock that the machine's other work may stop: one that then passes has passed. */
  readonly again?: true;
  /** One mistake: in this file, this becomes that, and the report names it. */
  readonly bug: { readonly file: string; readonly from: string; readonly to: string; readonly named: RegExp };
}

/** Without third-party dependencies, in these versions; their tests are the hidden tests as they are. */
const all: readonly RealModule[] = [
  {
    // Its tests of singleflight start their own binary again.
    slug: 'sync',
    module: 'golang.org/x/sync@v0.16.0',
    allow: '[concurrency, runtime, runtime/debug]',
    bug: {
      file: 'singleflight/singleflight.go',
      from: 'return c.val, c.err, c.dups > 0',
      to: 'return c.val, nil, c.dups > 0',
      named: /singleflight\.TestDoErr/,
    },
  },
  {
    slug: 'time',
    module: 'golang.org/x/time@v0.12.0',
    again: true,
    allow: '[concurrency]',
    bug: {
      file: 'rate/rate.go',
      from: 'maxFutureReserve time.Duration) Reservation {\n\tlim.mu.Lock()\n\tdefer lim.mu.Unlock()\n',
      to: 'maxFutureReserve time.Duration) Reservation {\n',
      named: /data race/,
    },
  },
  {
    // Those of expirable expect more of the clock than a busy machine keeps.
    slug: 'lru',
    module: 'github.com/hashicorp/golang-lru/v2@v2.0.7',
    allow: '[concurrency]',
    packages: '[., simplelru]',
    bug: {
      file: 'simplelru/lru.go',
      from: '\t\tc.evictList.MoveToFront(ent)\n\t\treturn',
      to: '\t\treturn',
      named: /LRU/,
    },
  },
  {
    // Its old benchmark program is never built; what it imports has to be allowed all the same.
    slug: 'btree',
    module: 'github.com/google/btree@v1.1.3',
    allow: '[concurrency, flag, runtime, github.com/petar/GoLLRB/llrb]',
    bug: { file: 'btree_generic.go', from: 'return i - 1, true', to: 'return i - 1, i > 2', named: /TestBTree/ },
  },
  {
    slug: 'mux',
    module: 'github.com/gorilla/mux@v1.8.1',
    allow: '[concurrency, net/http]',
    bug: {
      file: 'regexp.go',
      from: 'if options.strictSlash && strings.HasSuffix(tpl, "/") {',
      to: 'if options.strictSlash {',
      named: /TestStrictSlash/,
    },
  },
  {
    slug: 'humanize',
    module: 'github.com/dustin/go-humanize@v1.0.1',
    allow: '[]',
    bug: { file: 'ordinals.go', from: 'if x%100 != 12 {', to: 'if x != 12 {', named: /TestOrdinal/ },
  },
];

/** Half of them, the other half the next day, as each takes half a minute; all with `npm run test:full`. */
const day = Math.floor(Date.now() / 86_400_000);
const modules = all.filter((_, i) => process.env.PUSHMARK_FULL || (i + day) % 2 === 0);

interface HandedIn {
  readonly pupil: Pupil;
  readonly sha: string;
}

let product: Product;
let folder: string;
const handedIn = new Map<string, { readonly right: HandedIn; readonly wrong: HandedIn }>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pushmark-real-'));
  const fetched = await fetchModules(
    modules.map(({ module }) => module),
    folder,
  );
  const filesOf = ({ module }: RealModule) => fetched.get(module) ?? {};
  for (const each of modules) await writeAssignment(join(folder, each.slug), filesOf(each), assignmentYaml(each));
  const assignments = Object.fromEntries(modules.map(({ slug }) => [slug, join(folder, slug)]));
  product = await startProduct({ assignments });
  for (const each of modules) handedIn.set(each.slug, await handIn(each, solution(filesOf(each))));
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true });
});

/**
 * Some are older than what gofmt wants today; their authors' way costs nothing that could be seen. Their own tests are no
 * secret, and some need packages by which code could read them.
 */
function assignmentYaml({ slug, allow, packages, again }: RealModule): string {
  const selected = packages ? [`packages: ${packages}`] : [];
  const optionsOf = (all: readonly string[]) => (all.length > 0 ? `, options: { ${all.join(', ')} }` : '');
  const options = optionsOf(selected);
  return `title: ${slug}
limits: { test: 60s, run: 120s, compile: 120s }
readable: true
allow: ${allow}
rubric:
  - { check: format, penalty: 0.001 }
  - { check: tests, points: 50${again ? optionsOf([...selected, 'again: 5', 'flaky: passes']) : options} }
  - { check: race, points: 50${options} }
`;
}

async function handIn({ slug, bug }: RealModule, starter: Files) {
  const join = (login: string) => enrol(product.github, { login, assignment: slug, starter });
  const [right, wrong] = [await join(`author-of-${slug}`), await join(`reader-of-${slug}`)];
  const before = starter[bug.file]?.toString() ?? '';
  expect(before.split(bug.from)).toHaveLength(2);
  return {
    right: { pupil: right, sha: await right.push(starter) },
    wrong: { pupil: wrong, sha: await wrong.push({ [bug.file]: before.replace(bug.from, bug.to) }) },
  };
}

/** Of one module on a busy machine, those before it included; in milliseconds. */
const patience = 240_000;

describe.each(modules)('$module', { timeout: patience + 5_000 }, ({ slug, bug }) => {
  test('grades at full marks by its own tests', async () => {
    const { right } = handedIn.get(slug)!;
    const check = await completed(right.pupil, right.sha, 'run:', patience);
    expect(check).toMatchObject({ conclusion: 'success', title: '100 of 100 points' });
    expect(check.summary).toMatch(/`no data race seen in \d+ tests?`/);
  });

  test('loses points by one planted mistake, which the report names', async () => {
    const { wrong } = handedIn.get(slug)!;
    const check = await completed(wrong.pupil, wrong.sha, 'run:', patience);
    expect(check.conclusion).toBe('failure');
    expect(check.title).toMatch(/^\d\d?(\.\d+)? of 100 points$/);
    expect(check.summary).toMatch(bug.named);
  });
});

test('nothing happened that GitHub could not do, and nothing of ours broke', () => {
  expect(product.github.invalid).toEqual([]);
  expect(product.broken).toEqual([]);
});
