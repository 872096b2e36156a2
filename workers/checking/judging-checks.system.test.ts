import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SyncSummary, syncCourse } from '#services/classroom/course/sync.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { readConfig } from '#services/platform/config.ts';
import { one } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type Bench, openBench } from '../cli/bench.ts';
import { checkAssignment } from '../cli/check-assignment.ts';
import { assignmentLoader } from '../worker/assignments.ts';
import { type JudgingChecksDeps, lookAtJudging } from './judging-checks.ts';

let database: TestDatabase;
let folder: CourseFolder;
let data: string;
let bench: Bench;
let deps: JudgingChecksDeps;
const never = new AbortController().signal;

beforeAll(async () => {
  [database, folder, data] = await Promise.all([
    testDatabase(),
    courseFolder(),
    mkdtemp(join(tmpdir(), 'pushmark-judging-')),
  ]);
  bench = await openBench({ ...(await readConfig()), data });
  deps = {
    ...{ database: database.worker, log: openLog('silent'), mostMs: 120_000 },
    loadAssignment: assignmentLoader(databaseStore(database.worker)),
    check: (assignment, signal) => checkAssignment(assignment, bench, signal),
  };
  await folder.course('assignments: [hello]\n');
  await folder.assignment('hello');
  await folder.write('hello/starter/hello.go', hello(''));
  await tests('hello');
  await sync();
});

afterAll(async () => {
  await bench?.sandbox.close();
  await Promise.all([database?.close(), folder?.remove(), rm(data, { recursive: true, force: true })]);
});

const hello = (text: string) => `package hello\n\nfunc Hello() string { return "${text}" }\n`;
const tests = (want: string) =>
  folder.write(
    'hello/tests/hello_test.go',
    `package hello\n\nimport "testing"\n\nfunc TestHello(t *testing.T) {\n\tif Hello() != "${want}" {\n\t\tt.Error()\n\t}\n}\n`,
  );
const sync = (): Promise<SyncSummary> => syncCourse(database.web, databaseStore(database.web), folder.dir, 'again');

/** What a push with these tests comes to, once a worker has tried it. */
async function pushed(): Promise<SyncSummary> {
  expect((await sync()).waiting.map(({ slug }) => slug)).toEqual(['hello']);
  await lookAtJudging(deps, never);
  return syncCourse(database.web, databaseStore(database.web), folder.dir, 'yes');
}

test('tests that do not parse replace nothing', async () => {
  await folder.write('hello/tests/hello_test.go', 'package hello\n\nfunc TestHello(\n');
  const { refused, changed } = await pushed();
  expect(changed).toEqual([]);
  expect(refused[0]?.summary).toContain('hello_test.go');
});

test('tests that the reference fails replace nothing', async () => {
  await tests('goodbye');
  const { refused, changed } = await pushed();
  expect(changed).toEqual([]);
  expect(refused[0]?.summary).toContain('TestHello');
});

test('tests that the reference passes, and the starter does not, judge from now on', async () => {
  await folder.write('hello/reference/hello.go', hello('goodbye'));
  const { refused, changed, waiting } = await pushed();
  expect({ refused, changed, waiting }).toEqual({
    refused: [],
    changed: [{ slug: 'hello', what: 'judging' }],
    waiting: [],
  });
});

test('a worker may answer and not ask, the web may ask and not answer', async () => {
  const may = (role: string, right: string) =>
    one<{ may: boolean }>(database.owner, 'select has_column_privilege($1, $2, $3, $4) as may', [
      role,
      'judging_check',
      'holds',
      right,
    ]);
  expect(await may('pushmark_web', 'update')).toEqual({ may: false });
  expect(await may('pushmark_web', 'insert')).toEqual({ may: false });
  expect(await may('pushmark_worker', 'update')).toEqual({ may: true });
  expect(await may('pushmark_worker', 'insert')).toEqual({ may: false });
});
