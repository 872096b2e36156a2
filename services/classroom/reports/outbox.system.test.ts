import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type TestClassroom, testClassroom } from '../runs/testing/classroom.ts';
import { forgetWrites, keepRequestBudget, pauseInstallation, type WriteBudgets } from './budget.ts';
import { reportGivenUp, reportLater, reportSent, reportsAreDue, requestReport, takeReport } from './outbox.ts';
import { type ReviveWish, retryReports } from './revive.ts';
import { keepSentCheckRun } from './subjects.ts';

const budgets: WriteBudgets = { createsPerMinute: 2, createsPerHour: 3, writesPerMinute: 100 };
let database: TestDatabase;
let room: TestClassroom;
let repository: number;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.clear();
  room = await testClassroom(database.owner);
  repository = (await room.student('ada')).repositoryId;
});
afterAll(() => database?.close());

const sql = (text: string, values: unknown[] = []) => execute(database.owner, text, values);
const take = (given: WriteBudgets = budgets) => takeReport(database.worker, 'one', given);
const due = (given: WriteBudgets = budgets) => reportsAreDue(database.worker, given);
/** Lets so much time pass for everything that was written. */
const pass = (interval: string) => sql('update github_write set at = at - $1::interval', [interval]);

async function takeAll(given: WriteBudgets = budgets): Promise<string[]> {
  const subjects: string[] = [];
  for (let taken = await take(given); taken; taken = await take(given)) subjects.push(taken.subject);
  return subjects;
}

function want(subject: string, repositoryId = repository) {
  const kind = subject.includes('#') ? 'comment' : 'check-run';
  return requestReport(database.worker, { kind, subject, repositoryId });
}

/** A comment of a pull request that has ours already. */
async function known(number: number) {
  await sql(
    `insert into pull_request (repository_id, number, head_branch, head_sha, base_branch, open, feedback, comment_id)
     values ($1, $2, 'main', 'a', 'feedback', true, true, 5)`,
    [repository, number],
  );
  return `${repository}#${number}`;
}

test('results go first, then first comments, then the rest; the oldest wish first', async () => {
  const subjects = ['run:1', `${repository}#1`, 'run:2', `${repository}#2`, 'run:3'];
  for (const subject of subjects) await want(subject);
  for (let taken = await take(); taken; taken = await take()) await reportSent(database.worker, taken);
  const sent = { repositoryId: repository, githubId: 1, sha: 'a', digest: '' };
  await keepSentCheckRun(database.worker, { ...sent, subject: 'run:1', completed: true });
  await keepSentCheckRun(database.worker, { ...sent, subject: 'run:2', completed: false });
  await pass('1 hour');
  const again = [`${repository}#1`, 'hand-in:1', 'run:1', `${repository}#3`, 'run:2', 'run:4'];
  for (const subject of again) await want(subject);
  expect(await takeAll()).toEqual(['run:2', 'run:4', `${repository}#3`, 'hand-in:1', 'run:1', `${repository}#1`]);
});

test('comments are created within the budgets of a minute and of an hour, and wait beyond them', async () => {
  for (let number = 1; number <= 5; number++) await want(`${repository}#${number}`);
  expect(await takeAll()).toEqual([`${repository}#1`, `${repository}#2`]);
  expect(await due()).toBe(false);
  await pass('1 minute');
  expect(await due()).toBe(true);
  expect(await takeAll()).toEqual([`${repository}#3`]);
  await pass('30 minutes');
  expect(await takeAll()).toEqual([]);
  await pass('31 minutes');
  expect(await takeAll()).toEqual([`${repository}#4`, `${repository}#5`]);
});

test('a used-up budget for creations holds up neither check runs nor comments that are there already', async () => {
  for (const number of [1, 2, 3]) await want(`${repository}#${number}`);
  await takeAll();
  await want('run:1');
  const edited = await known(9);
  await want(edited);
  expect(await takeAll()).toEqual(['run:1', edited]);
});

test('each installation has budgets of its own', async () => {
  const other = (await room.student('bob')).repositoryId;
  await sql('update repository set installation_id = 2 where id = $1', [other]);
  for (const number of [1, 2, 3]) await want(`${repository}#${number}`);
  for (const number of [1, 2, 3]) await want(`${other}#${number}`, other);
  expect(await takeAll()).toEqual([1, 2].map((n) => `${repository}#${n}`).concat([1, 2].map((n) => `${other}#${n}`)));
});

test('writes of any kind have a budget, too', async () => {
  for (const run of [1, 2, 3]) await want(`run:${run}`);
  const few = { ...budgets, writesPerMinute: 2 };
  expect(await takeAll(few)).toEqual(['run:1', 'run:2']);
  await pass('1 minute');
  expect(await takeAll(few)).toEqual(['run:3']);
});

test('a try that GitHub refused counts, and is not asked for at once', async () => {
  await want(`${repository}#1`);
  await reportLater(database.worker, (await take())!, { seconds: 0, why: 'GitHub answered 502', refused: false });
  expect(await take()).toMatchObject({ attempts: 2 });
  await want(`${repository}#2`);
  expect(await take()).toBeUndefined();
});

test('a pause that GitHub asked for holds up the whole installation, and no other', async () => {
  const other = (await room.student('bob')).repositoryId;
  await sql('update repository set installation_id = 2 where id = $1', [other]);
  await want('run:1');
  await want('run:2', other);
  await pauseInstallation(database.worker, 1, 60, 'GitHub answered 403');
  await pauseInstallation(database.worker, 1, 5, 'a shorter one does not end the longer one');
  expect(await takeAll()).toEqual(['run:2']);
  expect(await due()).toBe(false);
  const left = await one<{ seconds: number }>(
    database.owner,
    'select extract(epoch from paused_until - now())::int as seconds from github_budget where installation_id = 1',
  );
  expect(left.seconds).toBeGreaterThan(50);
  await sql('update github_budget set paused_until = now()');
  expect(await takeAll()).toEqual(['run:1']);
});

test('what GitHub says of requests left is kept beside the pause', async () => {
  await pauseInstallation(database.worker, 1, 60, 'GitHub answered 403');
  const resetsAt = new Date('2026-11-27T23:00:00Z');
  await keepRequestBudget(database.web, { installationId: 1, limit: 5000, remaining: 12, resetsAt });
  expect(await one(database.owner, 'select remaining, paused_why from github_budget')).toEqual({
    ...{ remaining: 12, paused_why: 'GitHub answered 403' },
  });
});

test('reporters that take at once take different reports', async () => {
  for (let run = 1; run <= 20; run++) await want(`run:${run}`);
  const taken = await Promise.all([takeAll(), takeAll(), takeAll()]);
  expect(taken.flat()).toHaveLength(20);
  expect(new Set(taken.flat()).size).toBe(20);
});

test('a reporter that stood still until its lease ran out ends nothing of the one that has taken over', async () => {
  await want('run:1');
  const stood = (await take())!;
  await sql(`update outbox set lease_until = now() - interval '1 second'`);
  await want('run:1');
  const taken = (await take())!;
  expect(await reportSent(database.worker, stood)).toBe(false);
  await reportLater(database.worker, stood, { seconds: 60, why: 'GitHub answered 404', refused: true });
  await reportGivenUp(database.worker, stood, 'GitHub answered 404');
  expect(await one(database.owner, 'select sent, attempts, refusals, gave_up, lease_owner from outbox')).toEqual({
    ...{ sent: 0, attempts: 2, refusals: 0, gave_up: null, lease_owner: 'one' },
  });
  expect(await reportSent(database.worker, taken)).toBe(true);
  expect(await one(database.owner, 'select sent, attempts from outbox')).toEqual({ sent: 2, attempts: 0 });
});

test('what was given up is due again on a wish, where the repository can take it; earlier attempts stay known', async () => {
  const gone = (await room.student('bob')).repositoryId;
  await sql(`update repository set gone = 'deleted' where id = $1`, [gone]);
  await want('run:1');
  await want('run:2', gone);
  await sql('update outbox set refusals = 2');
  for (let taken = await take(); taken; taken = await take()) {
    await reportGivenUp(database.worker, taken, 'GitHub answered 404: Not Found');
  }
  const retry = (wish: ReviveWish) => retryReports(database.web, wish, { login: 'command line' });
  expect([await retry({ cause: '502' }), await retry({ course: 'other' })]).toEqual([[], []]);
  expect(await retry({ cause: 'not found', course: 'go' })).toMatchObject([{ why: 'GitHub answered 404: Not Found' }]);
  expect(await take()).toMatchObject({ subject: 'run:1', attempts: 2, refusals: 0 });
  expect(await take()).toBeUndefined();
  expect(await one(database.owner, 'select action, subject from audit')).toEqual({
    ...{ action: 'report.retry', subject: '1 report: not found' },
  });
});

test('writes older than every budget are forgotten', async () => {
  await want('run:1');
  await takeAll();
  await pass('59 minutes');
  await forgetWrites(database.worker);
  const count = () => one<{ n: number }>(database.owner, 'select count(*)::int as n from github_write');
  expect((await count()).n).toBe(1);
  await pass('2 minutes');
  await forgetWrites(database.worker);
  expect((await count()).n).toBe(0);
});
