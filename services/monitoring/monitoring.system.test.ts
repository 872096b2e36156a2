import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepRequestBudget, pauseInstallation } from '#services/classroom/reports/budget.ts';
import { keepSentCheckRun } from '#services/classroom/reports/subjects.ts';
import { claimRun } from '#services/classroom/runs/claim.ts';
import { completeRun } from '#services/classroom/runs/complete.ts';
import { failRun } from '#services/classroom/runs/fail.ts';
import { type TestClassroom, testClassroom } from '#services/classroom/runs/testing/classroom.ts';
import { forgetWorker, keepWorker } from '#services/classroom/runs/workers.ts';
import { type Database, execute, openDatabase, transaction } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { type Bell, openBell } from '#services/platform/queue.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type TestRedis, testRedis } from '#services/platform/testing/redis.ts';
import { monitoring } from './monitoring.ts';

let database: TestDatabase;
let redis: TestRedis;
let bell: Bell;
let room: TestClassroom;
let app: FastifyInstance;

beforeAll(async () => {
  [database, redis] = await Promise.all([testDatabase(), testRedis()]);
  const log = openLog('silent');
  bell = await openBell({ name: 'grading', backend: { redisUrl: redis.url }, log, onBroken: () => undefined });
  app = await watched(database.web, 0);
});
beforeEach(async () => {
  await database.clear();
  room = await testClassroom(database.owner);
});
afterAll(async () => {
  await app?.close();
  await bell?.close();
  await Promise.all([database?.close(), redis?.stop()]);
});

async function watched(db: Database, freshMs: number): Promise<FastifyInstance> {
  const made = Fastify();
  await made.register(monitoring, { database: db, bells: { grading: bell, reporting: bell }, freshMs });
  return made;
}

const sql = (text: string, values: unknown[] = []) => execute(database.owner, text, values);
const claim = async () => (await claimRun(database.worker, 'one', 60))!;

/** The value of each line of ours, by name and labels. */
async function figures(): Promise<Map<string, number>> {
  const { body } = await app.inject('/metrics');
  const lines = body.split('\n').filter((line) => line.startsWith('pushmark_'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** A commit that was received, waited 2 s, was graded in 3 s, and reported after 1 s more; `ago` seconds before now. */
async function answered(login: string, sha = 'a'): Promise<number> {
  const submission = await room.submission(login, sha);
  const run = await room.queue(submission);
  const timings = { fetch: 100, compile: 2000, run: 900 };
  const nothing = { criteria: [], findings: [], tampering: [], versions: {} };
  await completeRun(database.worker, await claim(), { ...nothing, mode: 'shared', seed: 's', timings });
  const { repositoryId } = await room.student(login);
  const subject = `run:${run}`;
  const sent = { subject, repositoryId, githubId: run, sha, digest: '', completed: true };
  await keepSentCheckRun(database.worker, sent);
  // In one statement: all by the same moment.
  await sql(
    `with told as (update check_run set told_at = now() where subject = $2),
       received as (update hand_in set received_at = now() - interval '6 s' where submission_id = $3)
     update run set created_at = now() - interval '6 s', started_at = now() - interval '4 s',
       finished_at = now() - interval '1 s' where id = $1`,
    [run, subject, submission],
  );
  return run;
}

describe('/metrics', () => {
  test.each([
    ['through a proxy', { headers: { 'x-forwarded-for': '10.0.0.1' } }],
    ['from an address of the outside', { remoteAddress: '203.0.113.7' }],
    ['from an IPv6 address of the outside', { remoteAddress: '2001:db8::1' }],
  ])('answers nobody who asks %s', async (_, how) => {
    expect((await app.inject({ url: '/metrics', ...how })).statusCode).toBe(404);
  });

  test.each(['10.1.2.3', '::ffff:192.168.0.9', 'fd00::1'])('answers a machine near by, %s', async (remoteAddress) => {
    expect((await app.inject({ url: '/metrics', remoteAddress })).statusCode).toBe(200);
  });

  test('counts each push from its receipt until GitHub had the result', async () => {
    await answered('ada');
    await answered('bob');
    const found = await figures();
    const name = 'pushmark_push_to_feedback_seconds';
    expect(found.get(`${name}_count`)).toBe(2);
    expect(found.get(`${name}_sum`)).toBeCloseTo(12, 0);
    expect(found.get(`${name}_bucket{le="5"}`)).toBe(0);
    expect(found.get(`${name}_bucket{le="8"}`)).toBe(2);
    expect(found.get(`${name}_bucket{le="+Inf"}`)).toBe(2);
  });

  test('counts neither what is not reported yet, nor regrades, nor what waited for its teacher', async () => {
    await sql('update check_run set told_at = null where subject = $1', [`run:${await answered('ada')}`]);
    await sql(`update run set cause = 'regrade' where id = $1`, [await answered('bob')]);
    const late = await answered('cy');
    await sql(
      `update hand_in set received_at = now() - interval '3 days' where submission_id =
         (select submission_id from run where id = $1)`,
      [late],
    );
    expect((await figures()).get('pushmark_push_to_feedback_seconds_count')).toBe(0);
    await sql(`update hand_in set proof = 'activity'`);
    expect((await figures()).get('pushmark_push_to_feedback_seconds_count')).toBe(1);
  });

  test('tells the phases apart, waiting and reporting among them', async () => {
    await answered('ada');
    const found = await figures();
    const bucket = (phase: string, le: number) =>
      found.get(`pushmark_phase_seconds_bucket{phase="${phase}",le="${le}"}`);
    expect([bucket('fetch', 0.05), bucket('fetch', 0.1)]).toEqual([0, 1]);
    expect([bucket('compile', 1), bucket('compile', 2.5)]).toEqual([0, 1]);
    expect([bucket('wait', 1), bucket('wait', 2.5)]).toEqual([0, 1]);
    expect([bucket('report', 0.5), bucket('report', 2.5)]).toEqual([0, 1]);
    expect(found.get('pushmark_phase_seconds_sum{phase="compile"}')).toBe(2);
  });

  test('tells depth and age of the queue, what is paused apart from what is ready', async () => {
    await room.queue(await room.submission('ada', 'a'));
    await failRun(database.worker, await claim(), { message: 'ours', detail: '' });
    await room.queue(await room.submission('bob', 'a'));
    await sql(`update run set created_at = now() - interval '90 s' where not_before <= now()`);
    await sql(`update run set created_at = now() where not_before > now()`);
    const found = await figures();
    expect(found.get('pushmark_queue_depth{state="ready"}')).toBe(1);
    expect(found.get('pushmark_queue_depth{state="paused"}')).toBe(1);
    expect(found.get('pushmark_queue_age_seconds{cause="hand-in"}')).toBeCloseTo(90, -1);
    expect(found.get('pushmark_queue_age_seconds{cause="regrade"}')).toBe(0);
  });

  test('tells runs by ending', async () => {
    await answered('ada');
    await room.queue(await room.submission('bob', 'a'));
    await failRun(database.worker, await claim(), { message: 'ours', detail: '', lasting: true });
    const found = await figures();
    const by = (state: string) => found.get(`pushmark_runs{state="${state}"}`);
    expect(['queued', 'running', 'done', 'errored', 'unavailable'].map(by)).toEqual([0, 0, 1, 1, 0]);
  });

  test("tells what is left of GitHub's limits, and how long GitHub wants a pause", async () => {
    const [soon, before] = [new Date(Date.now() + 60_000), new Date(Date.now() - 60_000)];
    await keepRequestBudget(database.worker, { installationId: 1, limit: 5000, remaining: 12, resetsAt: soon });
    await keepRequestBudget(database.worker, { installationId: 0, limit: 5000, remaining: 7, resetsAt: before });
    await pauseInstallation(database.worker, 1, 60, 'GitHub answered 403');
    const found = await figures();
    expect(found.get('pushmark_github_requests_left{installation="1"}')).toBe(12);
    expect(found.get('pushmark_github_requests_left{installation="0"}')).toBe(5000);
    expect(found.get('pushmark_github_pause_seconds{installation="1"}')).toBeGreaterThan(50);
    expect(found.get('pushmark_github_pause_seconds{installation="0"}')).toBe(0);
  });

  test('tells how many reports GitHub is still to be told, and since when', async () => {
    await answered('ada');
    await sql(`update outbox set not_before = now() - interval '30 s'`);
    const found = await figures();
    expect(found.get('pushmark_outbox_depth{kind="check-run"}')).toBe(1);
    expect(found.get('pushmark_outbox_depth{kind="comment"}')).toBe(0);
    expect(found.get('pushmark_outbox_age_seconds{kind="check-run"}')).toBeCloseTo(30, -1);
    await sql(`update outbox set gave_up = 'gone'`);
    const after = await figures();
    expect(after.get('pushmark_outbox_depth{kind="check-run"}')).toBe(0);
    expect(after.get('pushmark_outbox_given_up')).toBe(1);
  });

  test('tells what came of deliveries, and how hand-ins were had', async () => {
    await sql(`insert into delivery (guid, event, facts) values ('a', 'push', '{}')`);
    await sql(
      `insert into delivery (guid, event, facts, processed_at, outcome) values ('b', 'push', '{}', now(), 'noted')`,
    );
    await room.submission('ada', 'a');
    await room.submission('bob', 'a');
    await sql(`update hand_in set proof = 'delivery-log' where id = (select min(id) from hand_in)`);
    const found = await figures();
    expect(found.get('pushmark_deliveries_unprocessed')).toBe(1);
    expect(found.get('pushmark_deliveries_total{outcome="noted"}')).toBe(1);
    expect(found.get('pushmark_hand_ins_total{proof="delivery-log"}')).toBe(1);
    expect(found.get('pushmark_hand_ins_total{proof="receipt"}')).toBe(1);
  });

  test('tells how long transactions waited for a connection, by the pool', async () => {
    const name = 'pushmark_connection_wait_seconds_count{pool="pushmark-web"}';
    const before = (await figures()).get(name) ?? 0;
    await transaction(database.web, async () => undefined);
    expect((await figures()).get(name)).toBe(before + 1);
  });

  test('is what Prometheus reads: each name once with help and type, buckets that never fall', async () => {
    await answered('ada');
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toContain('version=0.0.4');
    const names = [...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('nodejs_eventloop_lag_seconds');
    expect([...body.matchAll(/^# HELP (\S+) ./gm)].map(([, name]) => name)).toEqual(names);
    const buckets = [...body.matchAll(/^pushmark_push_to_feedback_seconds_bucket\{.*\} (\d+)$/gm)].map(([, n]) =>
      Number(n),
    );
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
  });

  test('asks the database once for all who ask at the same time', async () => {
    const busy = await watched(database.web, 60_000);
    const first = await busy.inject('/metrics');
    await answered('ada');
    expect((await busy.inject('/metrics')).body).toBe(first.body);
    await busy.close();
  });
});

describe('/healthz and /readyz', () => {
  test('a process that can do its work is alive and ready', async () => {
    expect((await app.inject('/healthz')).json()).toEqual({ ok: true });
    const ready = await app.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { ready: true, database: 'reachable', queue: 'reachable' }]);
  });

  test('without the database it is alive, not ready, and has no metrics', async () => {
    const away = await openDatabase({ url: database.url, role: 'owner', onIdleError: () => undefined });
    await away.end();
    const lonely = await watched(away, 0);
    expect((await lonely.inject('/healthz')).statusCode).toBe(200);
    const ready = await lonely.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([503, expect.objectContaining({ database: 'unreachable' })]);
    expect((await lonely.inject('/metrics')).statusCode).toBe(503);
    await lonely.close();
  });

  test('without the queue it says so, and still takes deliveries', async () => {
    await redis.kill();
    const ready = await app.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { ready: true, database: 'reachable', queue: 'unreachable' },
    ]);
    await redis.start();
    await expect.poll(async () => (await app.inject('/readyz')).json().queue, { timeout: 90_000 }).toBe('reachable');
  });
});

test('workers that are alive are counted with their lanes and the containers that wait, dead ones are not', async () => {
  const sign = { lanes: 4, busy: 1, sandboxesWanted: 10, sandboxesReady: 9 };
  await keepWorker(database.worker, 'one', sign);
  await keepWorker(database.worker, 'two', sign);
  await keepWorker(database.worker, 'two', { ...sign, busy: 2 });
  await keepWorker(database.worker, 'dead', sign);
  await sql(`update worker set seen_at = now() - interval '2 minutes' where name = 'dead'`);
  const found = await figures();
  expect(found.get('pushmark_workers')).toBe(2);
  expect(found.get('pushmark_lanes{state="busy"}')).toBe(3);
  expect(found.get('pushmark_lanes{state="free"}')).toBe(5);
  expect(found.get('pushmark_sandboxes{state="ready"}')).toBe(18);
  expect(found.get('pushmark_sandboxes{state="wanted"}')).toBe(20);
  await forgetWorker(database.worker, 'one');
  await forgetWorker(database.worker, 'two');
  const none = await figures();
  expect(none.get('pushmark_workers')).toBe(0);
  expect(none.get('pushmark_lanes{state="free"}')).toBe(0);
});
