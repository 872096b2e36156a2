import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CheckRun, Comment } from '#deploy/demo/github/index.ts';
import type { Activity } from '#deploy/demo/github/world.ts';
import { claimRun } from '#services/classroom/runs/claim.ts';
import { completeRun } from '#services/classroom/runs/complete.ts';
import { testClassroom } from '#services/classroom/runs/testing/classroom.ts';
import { execute, type Queryable } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { testRedis } from '#services/platform/testing/redis.ts';
import { leftInDatabase, leftInEngine, leftInFolder, leftInRedis, wrongWith } from './aftermath.ts';

const [earlier, last] = ['a'.repeat(40), 'b'.repeat(40)];
const title = '10 of 10 points';
const pushed = { repository: 'm02-ada', sha: last, pushes: 2, title };
let database: TestDatabase;
/** In a transaction that each test begins and none commits. */
let owner: Queryable;
let give: () => void;
/** What GitHub shows: titles of check runs by commit, and the number of comments. */
let shown: { checks: Record<string, string[]>; comments: number };
const github = {
  activity: () => [earlier, last].map((after) => ({ after, at: new Date() }) as Activity),
  checkRuns: (_: string, sha = last) => (shown.checks[sha] ?? []).map((text) => ({ title: text }) as CheckRun),
  comments: () => Array.from({ length: shown.comments }, () => ({}) as Comment),
};
const sql = (text: string) => execute(owner, text);
const wrong = () => wrongWith({ owner, github }, pushed);

/** Two commits of one repository, graded and reported as they should be. */
beforeAll(async () => {
  database = await testDatabase();
  const room = await testClassroom(database.owner);
  const nothing = { criteria: [], findings: [], tampering: [], versions: {}, timings: {} };
  for (const sha of [earlier, last]) {
    await room.queue(await room.submission('ada', sha));
    const run = await claimRun(database.worker, 'one', 60);
    await completeRun(database.worker, run!, { ...nothing, mode: 'shared', seed: '' });
  }
  await execute(database.owner, 'update outbox set sent = wanted');
  const client = await database.owner.connect();
  [owner, give] = [client, () => client.release()];
});
beforeEach(async () => {
  await sql('begin');
  shown = { checks: { [earlier]: ['any'], [last]: [title] }, comments: 1 };
});
afterEach(() => sql('rollback'));
afterAll(async () => {
  give?.();
  await database?.close();
});

const second = `insert into run (submission_id, version_id, cause, state)
  select submission_id, version_id, cause, state from run where id = (select max(id) from run)`;

test('nothing is wrong and nothing is left where each commit was graded and reported once', async () => {
  expect([await wrong(), await leftInDatabase(owner)]).toEqual([[], []]);
});

test.each<[string, RegExp, () => unknown]>([
  ['a second check run', /2 check runs/, () => (shown.checks[last] = [title, title])],
  ['a missing check run', /0 check runs/, () => (shown.checks = { [earlier]: ['any'] })],
  ['a second check run of an earlier commit', /2 check runs of the earlier a+/, () => shown.checks[earlier]?.push('')],
  ['a second comment', /2 comments/, () => (shown.comments = 2)],
  ['a missing comment', /0 comments/, () => (shown.comments = 0)],
  ['another result', /its title is 0 of 10 points/, () => (shown.checks[last] = ['0 of 10 points'])],
  [
    'a missing run',
    /last commit has no run/,
    () => sql(`update submission set sha = repeat('c', 40) where sha = '${last}'`),
  ],
  [
    'a push that is no attempt',
    /1 attempts of 2 pushes/,
    () => sql(`update hand_in set official = false where sha = '${earlier}'`),
  ],
  [
    'an attempt that is later than its push',
    /attempt 2 counts from later/,
    () => sql(`update hand_in set received_at = now() + interval '3 minutes' where sha = '${last}'`),
  ],
  [
    'an earlier push that came later, and would count',
    /its last attempt is a+, not b+/,
    () => sql(`update hand_in set received_at = received_at + interval '20 seconds' where sha = '${earlier}'`),
  ],
  ['a second run', /2 runs of a commit/, () => sql(second)],
  ['a run that does not count', /does not count/, () => sql('update run_choice set undone_at = now()')],
  [
    'a run that was given up',
    /is errored/,
    () => sql(`update run set state = 'errored' where id = (select max(id) from run)`),
  ],
])('%s is found', async (_, words, plant) => {
  await plant();
  expect((await wrong()).join('\n')).toMatch(words);
});

test.each([
  ['a run that waits', /is queued/, `update run set state = 'queued' where id = (select max(id) from run)`],
  ['a lease', /a lease of run/, `update run set lease_owner = 'dead/1' where id = (select max(id) from run)`],
  ['a report that is owed', /report .* is owed/, 'update outbox set wanted = sent + 1'],
  ['a report that was given up', /report .* is owed/, `update outbox set gave_up = 'gone'`],
  [
    'a delivery without an outcome',
    /delivery lost is un/,
    `insert into delivery (guid, event, facts) values ('lost', 'push', '{}')`,
  ],
])('%s is found in the database', async (_, words, plant) => {
  await sql(plant);
  expect((await leftInDatabase(owner)).join('\n')).toMatch(words);
});

test('a ring that nobody answered is found', async () => {
  const redis = await testRedis();
  expect(await leftInRedis(redis.url)).toEqual([]);
  const queue = new Queue('grading', { connection: { url: redis.url }, prefix: 'pushmark' });
  await queue.add('ring', {});
  await queue.close();
  expect(await leftInRedis(redis.url)).toEqual(['1 grading job(s): wait']);
  await redis.stop();
});

test('a container of one of the processes is found, and none of others', async () => {
  const docker = new Docker();
  const Labels = { 'pushmark.owner': `worker-${hostname()}-${process.pid}` };
  const container = await docker.createContainer({ Image: 'pushmark-run:latest', Labels });
  try {
    expect(await leftInEngine(docker, [process.pid])).toEqual([`container ${container.id.slice(0, 12)}, created`]);
    expect(await leftInEngine(docker, [1])).toEqual([]);
  } finally {
    await container.remove();
  }
});

test('a folder of one of the processes is found, and none of others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pushmark-aftermath-'));
  await mkdir(join(folder, 'pushmark-fetch-4711-x'));
  expect(await leftInFolder(folder, [4711])).toEqual(['folder pushmark-fetch-4711-x']);
  expect(await leftInFolder(folder, [47, 11])).toEqual([]);
  await rm(folder, { recursive: true });
});
