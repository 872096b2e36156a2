import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { scoreOf } from '#services/classroom/score.ts';
import { directoryStore } from '#services/classroom/store.ts';
import { type FileTree, subtree, tree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker, type Engine } from '#workers/sandbox/connect.ts';
import { type DockerSandbox, dockerSandbox } from '#workers/sandbox/docker.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { grade } from './grade.ts';
import type { GradedRun, GradeRequest } from './graded-run.ts';
import type { Progress } from './progress.ts';

const owner = `grade-test-${process.pid}`;
const folder = join(import.meta.dirname, '../../course/m02-gradebook');
let engine: Engine;
let bench: Pick<GradeRequest, 'images' | 'store'> & { readonly sandbox: DockerSandbox };
let assignment: Assignment;
let data: string;
/** What was run for, of the last submission. */
const ran: string[] = [];

beforeAll(async () => {
  engine = await connectDocker();
  data = await mkdtemp(join(tmpdir(), 'pushmark-grade-'));
  bench = {
    sandbox: dockerSandbox(engine.docker, { owner, processors: engine.processors }),
    images: await resolveImages(engine.docker, (await readConfig()).images),
    store: directoryStore(data),
  };
  assignment = await readAssignmentDir(folder);
});

beforeEach(() => {
  ran.length = 0;
});

afterAll(async () => {
  await rm(data, { recursive: true });
});

/** The reference with some files changed or added. */
function changed(files: Record<string, string | ((before: string) => string)>): FileTree {
  const reference = new Map(subtree(assignment.files, 'reference'));
  for (const [path, change] of Object.entries(files)) {
    const before = Buffer.from(reference.get(path) ?? '').toString();
    reference.set(path, Buffer.from(typeof change === 'string' ? change : change(before)));
  }
  return tree(reference);
}

function run(submitted: FileTree, seed = '2a'): Promise<GradedRun> {
  return grade({ ...bench, assignment, submitted, seed, onProgress });
}

function onProgress(event: Progress): void {
  if (event.kind === 'step') ran.push(...event.criteria);
}

function scored(graded: GradedRun) {
  const credits = graded.criteria.map(({ name, judgement }) => ({ name, credit: judgement?.credit ?? 0 }));
  return scoreOf(assignment.document.rubric, credits);
}

const judgementOf = (graded: GradedRun, name: string) => graded.criteria.find((one) => one.name === name)?.judgement;

describe('the reference', () => {
  it('scores in full, twice the same apart from times', async () => {
    const [first, second] = [await run(subtree(assignment.files, 'reference')), await run(changed({}))];
    const { score, maxScore } = scored(first);
    expect(score).toBe(maxScore);
    expect(first.integrity.tampering).toEqual([]);
    expect(first.workspaceFindings).toEqual([]);
    const verdicts = (graded: GradedRun) =>
      graded.criteria.map(({ name, state, judgement }) => [name, state, judgement?.credit, judgement?.summary]);
    expect(verdicts(second)).toEqual(verdicts(first));
    expect(second.versions).toEqual(first.versions);
    expect(first.versions.go).toMatch(/^go1\.\d+/);
    expect(first.cpuMs).toBeGreaterThan(100);
    expect(ran.length).toBeGreaterThan(0);
  });
});

it('gives the starter some points at most, and reasons', async () => {
  const graded = await run(subtree(assignment.files, 'starter'));
  const { score, maxScore } = scored(graded);
  expect(score).toBeLessThan(maxScore / 2);
  const failed = judgementOf(graded, 'unit')?.cases.find(({ name }) => name === 'gradebook.TestAverage/one_score');
  expect(failed).toMatchObject({
    verdict: 'fail',
    input: expect.any(String),
    got: expect.any(String),
    want: expect.any(String),
  });
  expect(failed?.reproduce).toContain("-run '^TestAverage$/^one_score$'");
});

it('says in which line a submission does not compile, and reaches nothing behind that', async () => {
  const graded = await run(changed({ 'gradebook/stats.go': (text) => `${text}\nfunc broken( {\n` }));
  expect(scored(graded).score).toBe(0);
  expect(graded.criteria.map(({ state }) => state)).toContain('unreached');
  expect(judgementOf(graded, 'build')?.findings[0]).toMatchObject({ file: 'gradebook/stats.go', level: 'error' });
  expect(ran).toEqual([]);
});

describe('a submission that would rather write its result than earn it', () => {
  const starter = () => new Map(subtree(assignment.files, 'starter'));
  const withInit = (body: string, imports: string) => {
    const files = starter();
    files.set(
      'gradebook/forge.go',
      Buffer.from(`package gradebook\n\nimport (\n${imports}\n)\n\nfunc init() {\n${body}\n}\n`),
    );
    return tree(files);
  };

  it('gains nothing by printing what go test prints', async () => {
    const lines =
      'for _, name := range []string{"TestAverage", "TestTop", "TestReport"} {\n\tfmt.Printf("--- PASS: %s (0.00s)\\n", name)\n}\nfmt.Println("PASS")';
    const graded = await run(withInit(lines, '"fmt"'));
    expect(judgementOf(graded, 'unit')?.credit).toBeLessThan(0.2);
  });

  it('is marked when it leaves with status 0 before its tests have ended, where it may leave at all', async () => {
    const lenient = { ...assignment, document: { ...assignment.document, allow: ['os'] } };
    const submitted = withInit('os.Exit(0)', '"os"');
    const graded = await grade({ ...bench, assignment: lenient, submitted, seed: '2a' });
    expect(judgementOf(graded, 'unit')?.credit).toBe(0);
    expect(graded.integrity.tampering.length).toBeGreaterThan(0);
  });
});

it('lets a test that does not end cost that test, and says why', async () => {
  const slow = changed({
    'gradebook/book.go': (text) => text.replace(/(func \(.*\) Remove\(.*\{\n)/, '$1\tfor {\n\t}\n'),
  });
  const short = {
    ...assignment,
    document: { ...assignment.document, limits: { ...assignment.document.limits, testMs: 1500, runMs: 8000 } },
  };
  const graded = await grade({ ...bench, assignment: short, submitted: slow, seed: '1' });
  const cases = judgementOf(graded, 'unit')?.cases ?? [];
  const removed = cases.filter(({ name }) => name.includes('TestRemove'));
  expect(removed.length).toBeGreaterThan(0);
  expect(removed.every(({ verdict }) => verdict !== 'pass')).toBe(true);
  expect(removed[0]?.cause).toMatch(/1\.5 s|time/);
  expect(cases.find(({ name }) => name === 'gradebook.TestHistogram/one_bin')?.verdict).toBe('pass');
});

it('uses its own copy of protected files and says so', async () => {
  const graded = await run(
    changed({ 'go.mod': (text) => `${text}\nreplace example.com/x => ./x\n`, 'tests.s': 'TEXT ·x(SB),0,$0' }),
  );
  expect(graded.workspaceFindings.map(({ rule, file }) => `${rule} ${file}`).sort()).toEqual([
    'not-go tests.s',
    'protected-file go.mod',
  ]);
  expect(scored(graded).score).toBe(scored(graded).maxScore);
});

it('leaves no container behind', async () => {
  await bench.sandbox.close();
  const filters = { label: [`pushmark.owner=${owner}`] };
  expect(await engine.docker.listContainers({ all: true, filters })).toEqual([]);
});
