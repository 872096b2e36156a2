import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { databaseStore } from '../store.ts';
import { claimRun } from './claim.ts';
import { completeRun } from './complete.ts';
import type { Evidence } from './evidence.ts';
import { queueRun } from './queue.ts';
import { testClassroom } from './testing/classroom.ts';

let database: TestDatabase;
let run: number;
let submissionId: number;
let versionId: number;
/** Ben's submission and his run, whose evidence is no one else's. */
let other: { submission: number; run: number };

const judgement = { credit: 0.5, summary: '', cases: [], findings: [], tampering: [], evidence: {} };
const evidence: Evidence = {
  ...{
    findings: [],
    mode: 'sealed',
    tampering: ['a stray process'],
    seed: 'ab',
    versions: { go: 'go1.26' },
    timings: {},
  },
  criteria: [{ name: 'unit', check: 'tests', state: 'judged', judgement }],
};

beforeAll(async () => {
  database = await testDatabase();
  const room = await testClassroom(database.owner);
  submissionId = await room.submission('ada', 'a');
  versionId = await room.version('first tests');
  const judged = async (submission: number) => {
    const id = await room.queue(submission);
    await completeRun(database.worker, (await claimRun(database.worker, 'worker', 60))!, evidence);
    return id;
  };
  run = await judged(submissionId);
  const submission = await room.submission('ben', 'b');
  other = { submission, run: await judged(submission) };
  await databaseStore(database.worker).link(
    'prepared',
    await databaseStore(database.worker).put(Buffer.from('program')),
  );
});
afterAll(() => database.close());

/** Everything that a score is computed from. */
const recorded = () =>
  one(
    database.owner,
    `select (select json_agg(r) from run r) as runs, (select json_agg(c) from criterion_result c) as results,
       (select json_agg(s order by id) from submission s) as submissions, (select json_agg(k) from run_choice k) as choices,
       (select json_agg(h) from hand_in h) as "handIns", (select json_agg(v) from assignment_version v) as versions,
       (select json_agg(c order by digest) from content c) as content, (select json_agg(n) from content_name n) as names`,
  );

describe('the role of the web process', () => {
  test.each([
    ['raise a credit', 'update criterion_result set credit = 1'],
    ['rewrite the reasons of a credit', `update criterion_result set judgement = '{}'`],
    ['add a result', `insert into criterion_result values (1, 'more', 2, 'tests', 'judged', 1, null)`],
    ['take a result away', 'delete from criterion_result'],
    ['clear a mark of tampering', `update run set tampering = '[]'`],
    ['change the seed', `update run set seed = 'cd'`],
    ['change the versions', `update run set versions = '{}'`],
    ['change how a run was judged', `update run set mode = 'shared'`],
    ['move a run to another submission', 'update run set submission_id = submission_id'],
    [
      'invent a run with results',
      `insert into run (submission_id, version_id, cause, state, mode) values (1, 1, 'hand-in', 'done', 'sealed')`,
    ],
    ['take a run away', 'delete from run'],
    ['write what a grade is made of', `update submission set counted_credits = '{"unit": 1}'`],
    ['clear the mark that a grade shows', 'update submission set counted_marked = false'],
    ['have another tree judged', 'update submission set tree = null'],
    ['invent a submission with a result', `insert into submission (counted_run) values (1)`],
    ['move what counts to another submission', 'update run_choice set submission_id = submission_id'],
    ['hand in another commit in its place', 'update hand_in set sha = sha'],
    ['take a hand-in away', 'delete from hand_in'],
    ['have a version judge like another', 'update assignment_version set judging = judging'],
    ['take a version away', 'delete from assignment_version'],
    ['forget what GitHub sent', 'delete from delivery'],
    ['rewrite a mark that somebody gave', 'update mark set credit = 1'],
    ['rewrite a grade that somebody set', 'update override set points = 100'],
    ['give somebody else the name of a decision', 'update chosen_submission set by_staff = true'],
    ['change what a tree holds', `update content set bytes = 'x'`],
    ['take content away', 'delete from content'],
    ['point prepared programs elsewhere', `update content_name set updated_at = now()`],
    ['name a program as prepared', `insert into content_name select 'more', digest from content`],
  ])('cannot %s', async (_, sql) => {
    const before = await recorded();
    await expect(execute(database.web, sql)).rejects.toThrow(/permission denied/);
    expect(await recorded()).toEqual(before);
  });

  test('cannot take evidence of another submission for this one: neither kept by a run, nor counted', async () => {
    const before = await recorded();
    const only = { criterion: 'race', keptRun: other.run };
    const keep = transaction(database.web, (tx) => queueRun(tx, { submissionId, versionId, cause: 'regrade', only }));
    await expect(keep).rejects.toThrow(/run_keeps_own/);
    const choose = `insert into run_choice (submission_id, run_id, reason) values ($1, $2, 'more')`;
    await expect(execute(database.web, choose, [submissionId, other.run])).rejects.toThrow(/run_choice_of_own/);
    expect(await recorded()).toEqual(before);
  });

  test('queues runs, decides which one counts and keeps content all the same', async () => {
    const request = { submissionId, versionId, cause: 'rerequest' } as const;
    expect(await transaction(database.web, (tx) => queueRun(tx, request))).toMatchObject({ isNew: true });
    await execute(database.web, 'update run_choice set undone_at = now() where run_id = $1', [run]);
    const countedSql = 'select counted_run as counted from submission where id = $1';
    expect(await one(database.web, countedSql, [submissionId])).toEqual({ counted: null });
    const store = databaseStore(database.web);
    const digest = await store.put(Buffer.from('a file'));
    expect(await store.put(Buffer.from('a file'))).toBe(digest);
    expect(await store.get(digest)).toEqual(Buffer.from('a file'));
  });
});

test('the role of the worker cannot change content either, nor take away what was recorded', async () => {
  for (const sql of [`update content set bytes = 'x'`, 'delete from criterion_result', 'delete from run'])
    await expect(execute(database.worker, sql)).rejects.toThrow(/permission denied/);
});
