import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { findRun } from '#services/classroom/results/run.ts';
import { type ResultDocument, resultOf } from '#workers/cli/result.ts';
import { type Product, startProduct } from './testing/product.ts';
import { enrol, filesOf, type Pupil } from './testing/pupil.ts';
import { completed } from './testing/waiting.ts';

const testdata = join(import.meta.dirname, 'testing/testdata');
const starter = await filesOf(join(testdata, 'greeting/starter'));
let product: Product;

beforeAll(async () => {
  product = await startProduct({ assignments: { greeting: join(testdata, 'greeting') } });
});
afterAll(async () => {
  await product.stop();
});

const submissions: [login: string, folder: string, score: number][] = [
  ['right', 'greeting/reference', 10],
  ['failing', 'pushes/wrong', 2.67],
  ['broken', 'pushes/broken', 0],
];

test.each(submissions)(
  'a %s submission gets from the command line what the server gave it',
  async (login, from, score) => {
    const pupil = await enrol(product.github, { login, assignment: 'greeting', starter });
    const files = { ...starter, ...(await filesOf(join(testdata, from))) };
    const check = await completed(pupil, await pupil.push(files));
    const server = await ofServer(Number(check.externalId.replace('run:', '')));
    const local = await ofCommandLine(pupil, files, server.versions.seed);
    expect(local).toEqual(server);
    expect(local).toMatchObject({ state: 'done', score, maxScore: 10 });
  },
);

test('nothing happened that GitHub could not do', () => {
  expect(product.github.invalid).toEqual([]);
});

/** What the server keeps of a run, as the command line would print it. */
async function ofServer(runId: number): Promise<ResultDocument> {
  const run = await findRun(product.database.owner, runId);
  if (!run?.versions.go) throw new Error(`run ${runId} has no result`);
  return resultOf(await readAssignmentDir(join(product.course, 'greeting')), {
    criteria: run.criteria.map(({ criterion, scored, judgement }) => ({
      ...criterion,
      state: scored.state,
      judgement,
    })),
    workspaceFindings: run.findings,
    integrity: { mode: run.mode as 'shared', tampering: run.tampering },
    versions: run.versions as unknown as ResultDocument['versions'],
    ...{ timings: {}, cpuMs: 0 },
  });
}

/** Grades the same files as a student's folder, in a process of its own. */
async function ofCommandLine({ login }: Pupil, files: Record<string, Buffer>, seed: string): Promise<ResultDocument> {
  const folder = await mkdtemp(join(tmpdir(), `pushmark-local-${login}-`));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const assignment = join(product.course, 'greeting');
  const text = await product.cli('grade', folder, '--assignment', assignment, '--json', '--seed', seed);
  await rm(folder, { recursive: true });
  return JSON.parse(text);
}
