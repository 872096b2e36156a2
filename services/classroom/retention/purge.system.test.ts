import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { claimRun } from '../runs/claim.ts';
import { completeRun } from '../runs/complete.ts';
import { type TestClassroom, testClassroom } from '../runs/testing/classroom.ts';
import { keepTree } from '../runs/tree.ts';
import { databaseStore } from '../store.ts';
import { type Digest, getTree, putTree, tree } from '../trees.ts';
import { purge } from './purge.ts';

let database: TestDatabase;
let room: TestClassroom;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.clear();
  room = await testClassroom(database.owner);
});
afterAll(() => database?.close());

const sql = (text: string, values: unknown[] = []) => execute(database.owner, text, values);
const store = () => databaseStore(database.owner);
const files = (own: string) =>
  tree([
    ['go.mod', Buffer.from('module shared')],
    ['own.go', Buffer.from(own)],
  ]);

/** A graded commit of these files, as old as said. */
async function graded(login: string, own: string, age: string) {
  const submissionId = await room.submission(login, 'a');
  const digest = await putTree(store(), files(own));
  await keepTree(database.worker, submissionId, digest);
  await room.queue(submissionId);
  const claim = (await claimRun(database.worker, 'one', 60))!;
  await store().link(`left-out/${claim.repository.id}/${claim.submission.sha}`, await store().put(Buffer.from('[]')));
  const one = { name: 'a.TestA', verdict: 'fail' as const, weight: 1, visibility: 'visible' as const };
  const judgement = {
    ...{ credit: 0.25, summary: 'one failed', findings: [], tampering: [], evidence: {} },
    cases: [{ ...one, cause: 'secret text', output: 'more text', got: '1', want: '2' }],
  };
  await completeRun(database.worker, claim, {
    ...{ findings: [], mode: 'shared', tampering: [], seed: 's', versions: {}, timings: {} },
    criteria: [{ name: 'unit', check: 'tests', state: 'judged', judgement }],
  });
  await sql(`update submission set created_at = now() - $2::interval where id = $1`, [submissionId, age]);
  return { submissionId, digest };
}

const wish = (days: number) => ({ course: 'go', before: new Date(Date.now() - days * 86_400_000) });
const result = (submissionId: number) =>
  one<{ credit: number; judgement: unknown }>(
    database.owner,
    `select credit, judgement from criterion_result e join run r on r.id = e.run_id where r.submission_id = $1`,
    [submissionId],
  );
const aged = () => sql(`update content set created_at = now() - interval '2 days'`);

test('old commits lose files and texts, and keep what grades are made of', async () => {
  const old = await graded('old', 'package old', '300 days');
  const young = await graded('young', 'package young', '3 days');
  await aged();
  const purged = await purge(database.owner, wish(30), true);
  expect(purged).toMatchObject({ submissions: 1, criteria: 1, contents: 2 });
  expect(purged?.bytes).toBeGreaterThan(0);
  expect(await getTree(store(), old.digest)).toBeUndefined();
  expect([...((await getTree(store(), young.digest)) ?? [])]).toEqual([...files('package young')]);
  const { credit, judgement } = await result(old.submissionId);
  expect(credit).toBe(0.25);
  expect(judgement).toMatchObject({ cases: [{ name: 'a.TestA', verdict: 'fail', weight: 1, visibility: 'visible' }] });
  expect(JSON.stringify(judgement)).not.toMatch(/secret text|more text|"got"|"want"/);
  expect(JSON.stringify(await result(young.submissionId))).toContain('secret text');
  expect(await many(database.owner, 'select submission_id from counted_run order by 1')).toHaveLength(2);
});

test('without being asked to apply it, it counts the same and changes nothing', async () => {
  const { digest, submissionId } = await graded('old', 'package old', '300 days');
  await aged();
  const counted = await purge(database.owner, wish(30), false);
  expect(await getTree(store(), digest)).toBeDefined();
  expect(JSON.stringify(await result(submissionId))).toContain('secret text');
  const noted = () =>
    many(
      database.owner,
      `select actor, action, after ->> 'submissions' as commits from audit where action = 'course.purge'`,
    );
  expect(await noted()).toEqual([]);
  expect(await purge(database.owner, wish(30), true)).toEqual(counted);
  await purge(database.owner, wish(30), true);
  expect(await noted()).toEqual([{ actor: 'command line', action: 'course.purge', commits: '1' }]);
});

test('a second time there is nothing left to do', async () => {
  await graded('old', 'package old', '300 days');
  await aged();
  await purge(database.owner, wish(30), true);
  expect(await purge(database.owner, wish(30), true)).toEqual({ submissions: 0, criteria: 0, contents: 0, bytes: 0 });
});

test('what is being graded, what another course has, and what was just written stays', async () => {
  const other = await testClassroom(database.owner, { slug: 'other', firstRepository: 9000 });
  const waiting = await graded('waiting', 'package waiting', '300 days');
  await room.queue(waiting.submissionId, 'rerequest');
  const foreign = await other.submission('someone', 'a');
  await keepTree(database.worker, foreign, (await putTree(store(), files('package foreign'))) as Digest);
  await sql(`update submission set created_at = now() - interval '300 days'`);
  await aged();
  const fresh = await store().put(Buffer.from('about to be referred to'));
  expect(await purge(database.owner, wish(30), true)).toEqual({ submissions: 0, criteria: 0, contents: 0, bytes: 0 });
  expect(await store().get(fresh)).toBeDefined();
});

test('content that is written again is as fresh as new', async () => {
  const digest = await store().put(Buffer.from('again'));
  await aged();
  await databaseStore(database.worker).put(Buffer.from('again'));
  await purge(database.owner, wish(0), true);
  expect(await store().get(digest)).toBeDefined();
});

test('a course that does not exist is an expected answer', async () => {
  expect(await purge(database.owner, { ...wish(1), course: 'none' }, true)).toBeUndefined();
});
