import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { claimRun } from '#services/classroom/runs/claim.ts';
import { BELIEVED_FROM, MAX_ATTEMPTS } from '#services/classroom/runs/fail.ts';
import { queueRun } from '#services/classroom/runs/queue.ts';
import { seedSecret, seedSecretFrom, serverSecret } from '#services/classroom/runs/secret.ts';
import { type TestClassroom, testClassroom } from '#services/classroom/runs/testing/classroom.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { execute, many, one } from '#services/platform/database.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { openLog } from '#services/platform/log.ts';
import { type Bell, openBell } from '#services/platform/queue.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type TestRedis, testRedis } from '#services/platform/testing/redis.ts';
import { type GitServer, gitServer, type TestRepository } from './grading/fetch/testing/git-server.ts';
import type { GradedRun, GradeRequest } from './grading/graded-run.ts';
import { assignmentOf, criterion, fakeSandbox } from './grading/testing.ts';
import { type RunningWorker, startWorker, type WorkerDeps } from './worker.ts';

let database: TestDatabase;
let redis: TestRedis;
let server: GitServer;
let bell: Bell;
let room: TestClassroom;
let repo: TestRepository;
const log = openLog('silent');
const assignment = assignmentOf({ 'reference/go.mod': 'module example.com/a' });
const workers: RunningWorker[] = [];

beforeAll(async () => {
  [database, redis, server] = await Promise.all([testDatabase(), testRedis(), gitServer()]);
  bell = await openBell({ name: 'grading', backend: { redisUrl: redis.url }, log, onBroken: () => undefined });
  repo = await server.repository('school/m02-ada');
});
beforeEach(async () => {
  await database.clear();
  await redis.flush();
  room = await testClassroom(database.owner);
  server.behave('well');
  server.seen.length = 0;
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
  await bell.close();
  await Promise.all([database.close(), redis.stop(), server.close()]);
});

function graded(request: GradeRequest, credit = 1): GradedRun {
  const judgement = { credit, summary: '', cases: [], findings: [], tampering: [], evidence: {} };
  return {
    criteria: [{ name: 'tests', check: 'tests', state: 'judged', judgement }],
    workspaceFindings: [],
    integrity: { mode: 'shared', tampering: [] },
    versions: { go: 'go1.26', image: 'c r', assignment: request.assignment.judging, seed: request.seed, policy: 'p' },
    timings: { compile: 5 },
    cpuMs: 1,
  };
}

const reporting = { ring: vi.fn(async () => undefined) };

async function start(grade: NonNullable<WorkerDeps['grade']>, more: Partial<WorkerDeps> = {}): Promise<RunningWorker> {
  const worker = await startWorker({
    db: database.worker,
    store: databaseStore(database.worker),
    loadAssignment: async () => assignment,
    grade,
    sandbox: fakeSandbox({}),
    images: { compile: 'c', run: 'r' },
    secret: 'secret',
    githubUrl: server.origin,
    readToken: async () => server.token,
    grading: bell,
    reporting,
    lanes: 2,
    log,
    ...more,
    times: { sweepMs: 60_000, ...more.times },
  });
  workers.push(worker);
  return worker;
}

/** A commit of these files, handed in and queued. */
async function handIn(files: Record<string, string>, link?: string): Promise<{ runId: number; submissionId: number }> {
  const lines = await Promise.all(
    Object.entries(files).map(async ([path, text]) => `100644 blob ${await repo.blob(text)}\t${path}`),
  );
  if (link) lines.push(`120000 blob ${await repo.blob('elsewhere')}\t${link}`);
  const submissionId = await room.submission('ada', await repo.commit(await repo.mktree(lines)));
  return { submissionId, runId: await room.queue(submissionId) };
}

const run = (id: number) => one<Record<string, unknown>>(database.owner, 'select * from run where id = $1', [id]);
/** How long is waited for what must come, on a machine that has other things to do. */
const patience = { timeout: 60_000, interval: 20 };
const until = async (id: number, state: string) =>
  vi.waitFor(async () => expect(await run(id)).toMatchObject({ state }), patience);

/** A grade that waits until it is let go, or called off. */
function slow() {
  const gate = Promise.withResolvers<void>();
  const seen: GradeRequest[] = [];
  const grade = async (request: GradeRequest) => {
    seen.push(request);
    const off = new Promise<never>((_, reject) =>
      request.signal?.addEventListener('abort', () => reject(request.signal?.reason)),
    );
    await Promise.race([gate.promise, off]);
    return graded(request);
  };
  return { grade, seen, letGo: () => gate.resolve() };
}

test('a ring brings a commit from git through grading into evidence and on to the reporter', async () => {
  const seen: GradeRequest[] = [];
  await start(async (request) => {
    seen.push(request);
    request.onProgress?.({ kind: 'phase', phase: 'compile' });
    return graded(request, 0.5);
  });
  const { runId, submissionId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await until(runId, 'done');
  expect([...seen[0]!.submitted]).toEqual([['a.go', Buffer.from('package a')]]);
  expect(await run(runId)).toMatchObject({
    seed: seen[0]!.seed,
    mode: 'shared',
    versions: { go: 'go1.26' },
    timings: { compile: 5, fetch: expect.any(Number) },
    machines: {
      1: {
        worker: `${hostname()}/${process.pid}`,
        lanes: 2,
        busy: 1,
        cores: expect.any(Number),
        load: expect.any(Number),
      },
    },
  });
  expect(await many(database.owner, 'select run_id, credit from criterion_result')).toEqual([
    { run_id: runId, credit: 0.5 },
  ]);
  expect(await many(database.owner, 'select submission_id, run_id from counted_run')).toEqual([
    { submission_id: submissionId, run_id: runId },
  ]);
  await vi.waitFor(() => expect(reporting.ring).toHaveBeenCalled(), patience);
});

test('whose turn it is stands with the run while it is graded', async () => {
  const { grade, letGo } = slow();
  await start(async (request) => {
    request.onProgress?.({ kind: 'phase', phase: 'run' });
    request.onProgress?.({ kind: 'step', criteria: ['Hidden tests'] });
    return grade(request);
  });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  const shown = { phase: 'running', criteria: ['Hidden tests'] };
  await vi.waitFor(async () => expect(await run(runId)).toMatchObject(shown), patience);
  letGo();
  await until(runId, 'done');
});

test('a second run of a commit reads it from the store, with all that was said about it, and draws the same seed', async () => {
  const seeds: string[] = [];
  await start(async (request) => {
    seeds.push(request.seed);
    return graded(request);
  });
  const { runId, submissionId } = await handIn({ 'a.go': 'package a' }, 'link.go');
  await bell.ring();
  await until(runId, 'done');
  server.behave(500);
  const { version_id: versionId } = await run(runId);
  const again = await queueRun(database.owner, { submissionId, versionId: Number(versionId), cause: 'rerequest' });
  await bell.ring();
  await until(again.id, 'done');
  expect(seeds[1]).toBe(seeds[0]);
  const finding = { rule: 'left-out', file: 'link.go', message: expect.stringContaining('symbolic link') };
  expect(await run(runId)).toMatchObject({ findings: [finding] });
  expect(await run(again.id)).toMatchObject({ findings: [finding] });
});

test('of a run that is asked for one criterion that alone is judged', async () => {
  const asked: (string | undefined)[] = [];
  await start(async (request) => {
    asked.push(request.only);
    return graded(request);
  });
  const { runId, submissionId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await until(runId, 'done');
  const versionId = Number((await run(runId)).version_id);
  const document = JSON.stringify(assignment.document);
  await execute(database.owner, 'update assignment_version set document = $2 where id = $1', [versionId, document]);
  const only = { criterion: 'unit', keptRun: runId };
  const again = await queueRun(database.owner, { submissionId, versionId, cause: 'regrade', only });
  await bell.ring();
  await until(again.id, 'done');
  expect(asked).toEqual([undefined, 'unit']);
});

test('every line about a run names it, its repository and the delivery that brought it, whatever became of it', async () => {
  const lines: Record<string, unknown>[] = [];
  const told = openLog('trace', { write: (line) => void lines.push(JSON.parse(line)) });
  let fails = true;
  const grade = async (request: GradeRequest) => {
    if (!fails) return graded(request);
    fails = false;
    throw new InfrastructureError('Docker was away');
  };
  await start(grade, { log: told });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await execute(database.owner, `insert into delivery (guid, event, facts) values ('a-guid', 'push', '{}')`);
  await execute(database.owner, `update hand_in set delivery_guid = 'a-guid'`);
  await bell.ring();
  const failed = { state: 'queued', error: expect.any(String) };
  await vi.waitFor(async () => expect(await run(runId)).toMatchObject(failed), patience);
  await execute(database.owner, 'update run set not_before = now()');
  await bell.ring();
  await until(runId, 'done');
  await vi.waitFor(() => expect(lines.filter(({ msg }) => msg === 'a run ended')).toHaveLength(2), patience);
  expect(new Set(lines.map(({ msg }) => msg))).toEqual(
    new Set(['a run was claimed', 'a run failed, and it is ours', 'a run ended']),
  );
  for (const line of lines) {
    expect(line).toMatchObject({
      run: runId,
      repository: 'school/m02-ada',
      delivery: 'a-guid',
      attempt: expect.any(Number),
    });
  }
});

test('a run whose ring was lost is found all the same', async () => {
  await start(async (request) => graded(request), { times: { sweepMs: 100 } });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await until(runId, 'done');
});

test('a Redis that is emptied in the middle of forty runs loses none', async () => {
  await start(async (request) => graded(request), { times: { sweepMs: 200 } });
  const files = tree([['a.go', Buffer.from('package a')]]);
  const digest = await putTree(databaseStore(database.owner), files);
  const runs: number[] = [];
  for (let n = 0; n < 40; n++) {
    const submissionId = await room.submission(`student-${n}`, 'a');
    await execute(database.owner, 'update submission set tree = $2 where id = $1', [submissionId, digest]);
    runs.push(await room.queue(submissionId));
    await bell.ring();
    if (n === 20) await redis.flush();
  }
  for (const id of runs) await until(id, 'done');
  const counted = 'select count(*) as runs, sum(attempts)::int as attempts from run';
  expect(await one(database.owner, counted)).toEqual({ runs: 40, attempts: 40 });
});

test('as many runs are graded at a time as there are lanes', async () => {
  const { grade, seen, letGo } = slow();
  await start(grade, { lanes: 2 });
  const runs: number[] = [];
  for (const text of ['one', 'two', 'three']) runs.push((await handIn({ 'a.go': `package ${text}` })).runId);
  await Promise.all(runs.map(() => bell.ring()));
  await vi.waitFor(() => expect(seen).toHaveLength(2), patience);
  await sleep(200);
  expect(seen).toHaveLength(2);
  letGo();
  for (const id of runs) await until(id, 'done');
});

test('what GitHub denies is asked for again: its git servers may be behind its webhook', async () => {
  server.behave(404);
  await start(async (request) => graded(request));
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await vi.waitFor(async () => expect(await run(runId)).toMatchObject({ state: 'queued', attempts: 1 }), patience);
  expect(await run(runId)).toMatchObject({ error: 'GitHub does not give out the files of this commit yet.' });
  expect(await many(database.owner, 'select unavailable from submission')).toEqual([{ unavailable: null }]);
  server.behave('well');
  await execute(database.owner, 'update run set not_before = now()');
  await bell.ring();
  await until(runId, 'done');
});

test('a commit that stays gone ends as unavailable, and the student is told', async () => {
  const grade = vi.fn();
  await start(grade);
  const submissionId = await room.submission('ada', 'd');
  const runId = await room.queue(submissionId);
  await execute(database.owner, 'update run set attempts = $1', [BELIEVED_FROM - 1]);
  await bell.ring();
  await until(runId, 'unavailable');
  expect(grade).not.toHaveBeenCalled();
  expect(await one(database.owner, 'select unavailable from submission')).toEqual({
    unavailable: expect.stringContaining('no longer in the repository'),
  });
  expect(await many(database.owner, 'select kind, wanted from outbox')).toEqual([{ kind: 'check-run', wanted: 2 }]);
});

test.each([403, 404, 422])(
  'a token that GitHub goes on to deny with %i means that access was taken away',
  async (status) => {
    const readToken = () => Promise.reject(Object.assign(new Error('no'), { status }));
    await start(vi.fn(), { readToken });
    const { runId } = await handIn({ 'a.go': 'package a' });
    await bell.ring();
    await vi.waitFor(async () => expect(await run(runId)).toMatchObject({ state: 'queued', attempts: 1 }), patience);
    await execute(database.owner, 'update run set attempts = $1, not_before = now()', [BELIEVED_FROM - 1]);
    await bell.ring();
    await until(runId, 'unavailable');
    expect(await run(runId)).toMatchObject({ attempts: BELIEVED_FROM, error: null });
  },
);

test('a GitHub in trouble is waited for and costs nothing', async () => {
  server.behave(503);
  await start(async (request) => graded(request), { times: { sweepMs: 100 } });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await vi.waitFor(async () => expect(await run(runId)).toMatchObject({ state: 'queued', attempts: 1 }), patience);
  expect(await run(runId)).toMatchObject({ error: 'The commit could not be fetched from GitHub.' });
  expect(await many(database.owner, 'select kind from outbox where wanted > 1')).toEqual([]);
  server.behave('well');
  await execute(database.owner, 'update run set not_before = now()');
  await until(runId, 'done');
  expect(await run(runId)).toMatchObject({ error: null, error_detail: null });
});

test('a sandbox in trouble is ours, and what the student sees names no part of the machine', async () => {
  await start(async (request) => {
    request.onProgress?.({ kind: 'phase', phase: 'run' });
    throw new InfrastructureError('docker at /var/run/docker.sock does not answer');
  });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await vi.waitFor(async () => expect(await run(runId)).toMatchObject({ state: 'queued', attempts: 1 }), patience);
  expect(await run(runId)).toMatchObject({
    error: 'The machine that grades had a problem.',
    error_detail: expect.stringContaining('docker.sock'),
  });
});

test('a run that outlives its lease is kept by signs of life', async () => {
  const { grade, seen, letGo } = slow();
  await start(grade, { times: { heartbeatMs: 200 } });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await vi.waitFor(() => expect(seen).toHaveLength(1), patience);
  // As long a grade as the lease, without the waiting.
  const left = `select lease_until > now() + interval '30 s' as kept from run`;
  await execute(database.owner, `update run set lease_until = now() + interval '20 s'`);
  await vi.waitFor(async () => expect(await one(database.owner, left)).toEqual({ kept: true }), patience);
  expect(await claimRun(database.worker, 'other', 60)).toBeUndefined();
  letGo();
  await until(runId, 'done');
  expect(await run(runId)).toMatchObject({ attempts: 1 });
});

test('a worker that lost its run is called off and writes nothing', async () => {
  const { grade, seen } = slow();
  await start(grade, { times: { heartbeatMs: 100 } });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await vi.waitFor(() => expect(seen).toHaveLength(1), patience);
  await execute(database.owner, `update run set lease_owner = 'other', fence = fence + 1`);
  await vi.waitFor(() => expect(seen[0]!.signal?.aborted).toBe(true), patience);
  await sleep(200);
  expect(await run(runId)).toMatchObject({ state: 'running', lease_owner: 'other', fence: 2, error: null });
  expect(await many(database.owner, 'select * from criterion_result')).toEqual([]);
});

test('what a dead worker left is taken over', async () => {
  const { runId } = await handIn({ 'a.go': 'package a' });
  await claimRun(database.worker, 'dead', 1);
  await start(async (request) => graded(request), { times: { sweepMs: 200 } });
  await until(runId, 'done');
  expect(await run(runId)).toMatchObject({ attempts: 2, fence: 2 });
});

test('a run that no worker survives is given up in the end, said to be ours and told, and graded by nobody', async () => {
  const { runId } = await handIn({ 'a.go': 'package a' });
  const died = `update run set state = 'running', attempts = $1::int, fence = $1::int, lease_owner = 'dead', lease_until = now()`;
  await execute(database.owner, died, [MAX_ATTEMPTS]);
  const grade = vi.fn();
  await start(grade);
  await bell.ring();
  await until(runId, 'errored');
  expect(grade).not.toHaveBeenCalled();
  expect(await run(runId)).toMatchObject({
    error: 'The machine that grades had a problem.',
    error_detail: expect.stringContaining('each worker that took this run has died'),
  });
  expect(await many(database.owner, 'select kind, wanted from outbox')).toEqual([{ kind: 'check-run', wanted: 2 }]);
  expect(await many(database.owner, 'select * from counted_run')).toEqual([]);
});

test('stopping waits for the run being graded and takes no other', async () => {
  const { grade, seen, letGo } = slow();
  const worker = await start(grade, { lanes: 1 });
  const first = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await vi.waitFor(() => expect(seen).toHaveLength(1), patience);
  const second = await handIn({ 'a.go': 'package b' });
  await bell.ring();
  const stopped = worker.stop();
  await sleep(100);
  letGo();
  await stopped;
  expect(await run(first.runId)).toMatchObject({ state: 'done' });
  expect(await run(second.runId)).toMatchObject({ state: 'queued', attempts: 0 });
});

test('what is not finished when the patience ends is handed back, and costs no attempt', async () => {
  const { grade, seen } = slow();
  const worker = await start(grade, { times: { drainMs: 200 } });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await vi.waitFor(() => expect(seen).toHaveLength(1), patience);
  await worker.stop();
  expect(await run(runId)).toMatchObject({ state: 'queued', attempts: 0, error: null, lease_until: null });
});

test('a Docker that hangs for ever is left alone, and the run is tried again', async () => {
  await start(() => new Promise(() => undefined), { times: { runMs: 300, graceMs: 100 } });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  await vi.waitFor(async () => expect(await run(runId)).toMatchObject({ state: 'queued', attempts: 1 }), patience);
});

test('the secret is made once, kept, and the same for all', async () => {
  const all = await Promise.all([1, 2, 3].map(() => serverSecret(database.worker, undefined)));
  expect(new Set(all).size).toBe(1);
  expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(await serverSecret(database.worker, 'configured')).toBe('configured');
});

test('the seeds are those of the first secret, kept for when the secret is changed', async () => {
  const first = await seedSecret(database.worker, 'the first');
  expect(first).toBe(seedSecretFrom('the first'));
  expect(await seedSecret(database.worker, 'another')).toBe(first);
  expect(await seedSecret(database.worker, undefined)).toBe(first);
  const kept = await many(database.owner, `select value from setting where value = 'the first'`);
  expect(kept).toEqual([]);
});

test('without a configured secret the seeds are those of the one that was made, and stay so', async () => {
  const made = await serverSecret(database.worker, undefined);
  expect(await seedSecret(database.worker, undefined)).toBe(made);
  expect(await seedSecret(database.worker, 'configured later')).toBe(made);
});

test('while many wait, every run is judged in two stages: first results for all, then the rest, one score in the end', async () => {
  const rubric = [criterion('unit', 'tests', { points: 60 }), criterion('race', 'race', { points: 40 })];
  const staged = assignmentOf({ 'reference/go.mod': 'module example.com/a' }, { rubric });
  const stages: (readonly [string | undefined, string])[] = [];
  const grade = async (request: GradeRequest) => {
    const [file] = request.submitted.values();
    stages.push([request.stage, String(file)]);
    const name = request.stage === 'second' ? 'race' : 'unit';
    const judgement = { credit: 1, summary: '', cases: [], findings: [], tampering: [], evidence: {} };
    return { ...graded(request), criteria: [{ name, check: name, state: 'judged' as const, judgement }] };
  };
  const [one, two] = [await handIn({ 'a.go': 'one' }), await handIn({ 'a.go': 'two' })];
  await start(grade, { loadAssignment: async () => staged, lanes: 1, busyFrom: 0 });
  await Promise.all([until(one.runId, 'done'), until(two.runId, 'done')]);
  expect(stages.map(([stage]) => stage)).toEqual(['first', 'first', 'second', 'second']);
  expect(new Set(stages.slice(0, 2).map(([, file]) => file))).toEqual(new Set(['one', 'two']));
  const rows = await many(
    database.owner,
    'select run_id, name, position from criterion_result where run_id = $1 order by position',
    [one.runId],
  );
  expect(rows).toEqual([
    { run_id: one.runId, name: 'unit', position: 0 },
    { run_id: one.runId, name: 'race', position: 1 },
  ]);
});

test('a worker says that it lives, with its lanes, until it stops, and forgets one that died long ago', async () => {
  const pool = { ready: () => 3, wanted: () => 4 };
  const gate = slow();
  const died = `insert into worker values ('long dead', now() - interval '2 days', 1, 0, 0, 0)`;
  await execute(database.owner, died);
  const worker = await start(gate.grade, { pool, times: { sweepMs: 20 } });
  const { runId } = await handIn({ 'a.go': 'package a' });
  await bell.ring();
  const sign = { lanes: 2, busy: 1, sandboxes_wanted: 4, sandboxes_ready: 3 };
  const signs = () => many(database.owner, 'select * from worker');
  await vi.waitFor(async () => expect(await signs()).toMatchObject([sign]), patience);
  gate.letGo();
  await until(runId, 'done');
  await worker.stop();
  expect(await signs()).toEqual([]);
});
