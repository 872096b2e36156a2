import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { claimRun } from '#services/classroom/runs/claim.ts';
import { completeRun } from '#services/classroom/runs/complete.ts';
import { seedSecret } from '#services/classroom/runs/secret.ts';
import { testClassroom } from '#services/classroom/runs/testing/classroom.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, subtree, tree, treeDigest } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { grade } from '#workers/grading/grade.ts';
import { seedOf } from '#workers/grading/seed.ts';
import { evidenceOf } from '#workers/worker/evidence.ts';
import { openBench } from './bench.ts';

const cli = join(import.meta.dirname, '../cli.ts');
let database: TestDatabase;
let data: string;
let run: number;

beforeAll(async () => {
  [database, data] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'pushmark-verify-'))]);
  run = await gradedRun();
}, 120_000);
afterAll(async () => {
  await database.close();
  await rm(data, { recursive: true });
});

const of = (body: string) => `package sum\n\n// Of adds.\nfunc Of(a, b int) int {\n\t${body}\n}\n`;
const check = (name: string, a: number, b: number) =>
  `func ${name}(t *testing.T) {\n\tif got := Of(${a}, ${b}); got != ${a + b} {\n\t\tt.Errorf("Of = %d", got)\n\t}\n}\n`;

const assignment = readAssignment(
  tree(
    Object.entries({
      'assignment.yaml': 'title: Sum\nrubric:\n  - check: tests\n    points: 10\n',
      'reference/go.mod': 'module example.com/sum\n\ngo 1.26\n',
      'reference/sum/sum.go': of('return a + b'),
      'starter/go.mod': 'module example.com/sum\n\ngo 1.26\n',
      'starter/sum/sum.go': of('return 0'),
      'tests/sum/sum_test.go': `package sum\n\nimport "testing"\n\n${check('TestOf', 2, 3)}\n${check('TestZero', 0, 0)}`,
    }).map(([path, text]) => [path, Buffer.from(text)] as const),
  ),
  'sum',
);

/** A commit that passes one of two tests, graded and recorded as a worker does it. */
async function gradedRun(): Promise<number> {
  const submitted = subtree(assignment.files, 'starter');
  const store = databaseStore(database.worker);
  await Promise.all([putTree(store, assignment.files), putTree(store, submitted)]);
  const room = await testClassroom(database.owner);
  const submissionId = await room.submission('ada', 'a');
  await execute(database.owner, 'update submission set tree = $2 where id = $1', [submissionId, treeDigest(submitted)]);
  const sql = `update assignment_version set bundle = $1, judging = $2`;
  await execute(database.owner, sql, [assignment.bundle, assignment.judging]);
  await room.queue(submissionId);
  const claim = (await claimRun(database.worker, 'worker', 60))!;
  const bench = await openBench({ ...(await readConfig()), data });
  const seed = seedOf(await seedSecret(database.worker, undefined), assignment.judging, treeDigest(submitted));
  const graded = await grade({ ...bench, store, assignment, submitted, seed });
  await bench.sandbox.close();
  expect(await completeRun(database.worker, claim, evidenceOf(graded, [], 0))).toBe('done');
  return claim.id;
}

function verify(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: database.url, PUSHMARK_DATA: data };
  return new Promise((resolve) =>
    execFile(process.execPath, [cli, 'verify', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  );
}

const written = () =>
  one<Record<string, string>>(
    database.owner,
    `select (select count(*) from content) as content, (select count(*) from content_name) as names,
       (select md5(string_agg(r::text, '' order by id)) from run r) as runs,
       (select md5(string_agg(c::text, '' order by name)) from criterion_result c) as results`,
  );

it('a run that was graded comes out the same again, and nothing is written', { timeout: 120_000 }, async () => {
  const before = await written();
  const { code, stdout } = await verify(String(run), '--json');
  expect(JSON.parse(stdout)).toMatchObject({ run, same: true, differences: [], changed: [] });
  expect(code).toBe(0);
  const { versions } = JSON.parse(stdout);
  expect(versions.again).toEqual(versions.recorded);
  expect(versions.recorded).toEqual({
    go: expect.stringMatching(/^go1\.\d+/),
    image: expect.stringMatching(/^sha256:[0-9a-f]{64} sha256:[0-9a-f]{64}$/),
    assignment: assignment.judging,
    seed: expect.stringMatching(/^[0-9a-f]{16}$/),
    policy: expect.stringMatching(/./),
  });
  expect(await written()).toEqual(before);
});

it('a credit that was raised in the database is found, and shown in a table', { timeout: 120_000 }, async () => {
  await execute(database.owner, 'update criterion_result set credit = 1 where run_id = $1', [run]);
  const { code, stdout } = await verify(String(run));
  expect(code).toBe(1);
  expect(stdout).toMatch(/criterion +what +recorded +judged again\ntests +credit +1 +0\.5\n/);
});

it('a database that is older than this version is said to be so, and left as it is', async () => {
  await execute(database.owner, 'alter table run rename to run_as_it_was');
  expect(await verify(String(run))).toMatchObject({ code: 3, stderr: expect.stringContaining('pushmark migrate') });
  await execute(database.owner, 'alter table run_as_it_was rename to run');
});

it('a run that does not exist is refused in words', async () => {
  expect(await verify('99')).toMatchObject({
    code: 1,
    stdout: 'Run 99 cannot be judged again: there is no such run\n',
  });
  expect((await verify('x')).code).toBe(2);
});
