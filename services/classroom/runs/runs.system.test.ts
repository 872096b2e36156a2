import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { execute, many, one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type ClaimedRun, claimRun, handBackRun, keepRun } from './claim.ts';
import { completeRun, keepFirstStage } from './complete.ts';
import type { Evidence } from './evidence.ts';
import { failRun, MAX_ATTEMPTS, unavailableRun } from './fail.ts';
import { placesOf } from './place.ts';
import { queueRun } from './queue.ts';
import { type TestClassroom, testClassroom } from './testing/classroom.ts';

let database: TestDatabase;
let room: TestClassroom;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.clear();
  room = await testClassroom(database.owner);
});
afterAll(() => database.close());

const claim = (worker = 'one', seconds = 60) => claimRun(database.worker, worker, seconds);
const ids = (runs: readonly (ClaimedRun | undefined)[]) => runs.map((run) => run?.id);

function evidence(credit = 1, more: Partial<Evidence> = {}): Evidence {
  const judgement = { credit, summary: 'ok', cases: [], findings: [], tampering: [], evidence: {} };
  return {
    criteria: [
      { name: 'build', check: 'build', state: 'judged', judgement },
      { name: 'race', check: 'race', state: 'unreached', judgement: undefined },
    ],
    findings: [],
    mode: 'shared',
    tampering: [],
    seed: 'seed',
    versions: { go: '1.26' },
    timings: { compile: 12 },
    ...more,
  };
}

const row = (id: number) => one<Record<string, unknown>>(database.owner, 'select * from run where id = $1', [id]);
const outbox = () => many(database.owner, 'select kind, subject, wanted from outbox order by kind, subject');
const expire = () =>
  execute(database.owner, `update run set lease_until = now() - interval '1 second' where state = 'running'`);
const chosen = (submissionId: number) =>
  many(database.owner, 'select run_id, reason from run_choice where submission_id = $1 order by id', [submissionId]);

const placeOf = async (run: number) => (await placesOf(database.web, [run])).get(run);

test('a claim brings all that grading needs', async () => {
  const submissionId = await room.submission('ada', 'a');
  const runId = await room.queue(submissionId);
  expect(await claim()).toMatchObject({
    id: runId,
    fence: 1,
    attempts: 1,
    cause: 'hand-in',
    submission: { id: submissionId, sha: 'a'.repeat(40), tree: undefined },
    repository: { owner: 'school', name: 'm02-ada', installationId: 1 },
    version: { slug: 'm02', judging: 'first tests' },
    delivery: undefined,
  });
  expect(await claim()).toBeUndefined();
});

test('claimers that come at once share the runs: each run goes to one of them, none is left', async () => {
  const queued = [];
  for (let n = 0; n < 40; n++) queued.push(await room.queue(await room.submission(`student-${n}`, 'a')));
  const drain = async (worker: string) => {
    const taken: number[] = [];
    for (let run = await claim(worker); run; run = await claim(worker)) taken.push(run.id);
    return taken;
  };
  const workers = ['one', 'two', 'three', 'four'];
  const first = ids(await Promise.all(workers.map((worker) => claim(worker))));
  expect(new Set(first).size).toBe(workers.length);
  const rest = await Promise.all(workers.map(drain));
  expect([...first, ...rest.flat()].sort((a, b) => a! - b!)).toEqual(queued);
});

test('fresh pushes go before regrades, newest commits before older ones, first runs before second ones, then age decides', async () => {
  const regrade = await room.queue(await room.submission('old', 'a'), 'regrade');
  const [older, newest] = [await room.submission('ada', 'a'), await room.submission('ada', 'b')];
  const postponed = await room.queue(older);
  const newer = await room.queue(newest);
  const busy = await room.submission('busy', 'a');
  const first = await room.queue(busy);
  await execute(database.owner, `update run set state = 'done', started_at = now() where id = $1`, [first]);
  const second = await room.queue(busy, 'rerequest');
  const other = await room.queue(await room.submission('late', 'a'));
  const expected = [newer, other, second, postponed, regrade];
  const places = await placesOf(database.web, expected);
  expect(expected.map((id) => places.get(id)?.place)).toEqual([1, 2, 3, 4, 5]);
  expect(ids([await claim(), await claim(), await claim(), await claim(), await claim()])).toEqual(expected);
});

test('a practice push postpones no official one; a newer official one does', async () => {
  const official = await room.queue(await room.submission('ada', 'a'));
  const practice = await room.queue(await room.submission('ada', 'b', false));
  const other = await room.queue(await room.submission('bob', 'a', false));
  const newer = await room.queue(await room.submission('bob', 'b'));
  expect(ids([await claim(), await claim(), await claim(), await claim()])).toEqual([official, newer, practice, other]);
});

test('courses take turns by their weights, whatever each has waiting, and what runs counts', async () => {
  const large = [];
  for (let n = 0; n < 6; n++) large.push(await room.queue(await room.submission(`student-${n}`, 'a')));
  const heavy = await testClassroom(database.owner, { slug: 'rust', weight: 2, firstRepository: 5000 });
  const small = [];
  for (let n = 0; n < 4; n++) small.push(await heavy.queue(await heavy.submission(`student-${n}`, 'a')));
  const taken = [];
  for (let n = 0; n < 6; n++) taken.push(await claim());
  expect(ids(taken)).toEqual([small[0], large[0], small[1], small[2], large[1], small[3]]);
  expect((await placeOf(large[2]!))?.place).toBe(1);
});

test('a run whose first stage is over waits for everybody else, and counts only when it is whole', async () => {
  const submissionId = await room.submission('ada', 'a');
  const id = await room.queue(submissionId);
  const regrade = await room.queue(await room.submission('old', 'a'), 'regrade');
  const first = (await claim())!;
  expect(first).toMatchObject({ id, stage: 1, waiting: 0 });
  const [unit] = evidence().criteria;
  const half = evidence(1, { criteria: [unit!], mode: 'sealed', tampering: ['one'], timings: { compile: 5 } });
  expect(await keepFirstStage(database.worker, first, half)).toBe('halfway');
  expect(await chosen(submissionId)).toEqual([]);
  const fresh = await room.queue(await room.submission('bob', 'a'));
  expect(ids([await claim()])).toEqual([fresh]);
  const second = (await claim())!;
  expect(second).toMatchObject({ id, stage: 2, attempts: 1, fence: 2 });
  expect(await keepFirstStage(database.worker, first, half)).toBe('refused');
  const rest = evidence(1, { criteria: [{ ...unit!, name: 'race' }], mode: 'shared', tampering: ['two'] });
  expect(await completeRun(database.worker, second, rest)).toBe('done');
  expect(await row(id)).toMatchObject({ mode: 'shared', tampering: ['one', 'two'], timings: { compile: 17 } });
  const names = await many(database.owner, 'select name from criterion_result where run_id = $1 order by position', [
    id,
  ]);
  expect(names).toEqual([{ name: 'build' }, { name: 'race' }]);
  expect(await chosen(submissionId)).toEqual([{ run_id: id, reason: 'first result' }]);
  expect(ids([await claim()])).toEqual([regrade]);
});

test('a claim says how many others wait for first results', async () => {
  for (const who of ['ada', 'bob', 'cyd']) await room.queue(await room.submission(who, 'a'));
  await room.queue(await room.submission('old', 'a'), 'regrade');
  expect((await claim())?.waiting).toBe(2);
});

test('trouble of ours costs a run no place', async () => {
  const unlucky = await room.queue(await room.submission('ada', 'a'));
  await failRun(database.worker, (await claim())!, { message: 'ours', detail: '' });
  await execute(database.owner, 'update run set not_before = now()');
  const other = await room.queue(await room.submission('bob', 'a'));
  expect(ids([await claim(), await claim()])).toEqual([unlucky, other]);
});

test('a dead worker loses its run to one other, and what it still says is refused', async () => {
  const submissionId = await room.submission('ada', 'a');
  await room.queue(submissionId);
  const dead = (await claim('dead'))!;
  expect(await claim('two')).toBeUndefined();
  await expire();
  const heirs = await Promise.all([claim('two'), claim('three'), claim('four')]);
  const heir = heirs.find((run) => run !== undefined)!;
  expect(heirs.filter((run) => run !== undefined)).toHaveLength(1);
  expect(heir).toMatchObject({ id: dead.id, fence: 2, attempts: 2 });
  expect(await keepRun(database.worker, dead, 60, 'running')).toBe(false);
  expect(await completeRun(database.worker, dead, evidence())).toBe('refused');
  expect(await failRun(database.worker, dead, { message: 'x', detail: '' })).toBe('refused');
  expect(await unavailableRun(database.worker, dead, { unavailable: 'x', forGood: true })).toBe('refused');
  expect(await handBackRun(database.worker, dead)).toBe(false);
  expect(await chosen(submissionId)).toEqual([]);
  expect(await outbox()).toEqual([{ kind: 'check-run', subject: `run:${dead.id}`, wanted: 1 }]);
  expect(await completeRun(database.worker, heir, evidence())).toBe('done');
  expect(await completeRun(database.worker, heir, evidence(0))).toBe('refused');
});

test('a lease that is prolonged is not taken over', async () => {
  await room.queue(await room.submission('ada', 'a'));
  const run = (await claim('one', 1))!;
  await expire();
  expect(await keepRun(database.worker, run, 60, 'compiling')).toBe(true);
  expect(await claim('two')).toBeUndefined();
  expect(await row(run.id)).toMatchObject({ phase: 'compiling', lease_owner: 'one' });
});

test('a run handed back is taken again as if for the first time', async () => {
  await room.queue(await room.submission('ada', 'a'));
  await handBackRun(database.worker, (await claim())!);
  expect(await claim()).toMatchObject({ attempts: 1, fence: 2 });
});

test('evidence is written whole, with text that PostgreSQL would refuse made storable', async () => {
  const submissionId = await room.submission('ada', 'a');
  const runId = await room.queue(submissionId);
  const finding = { rule: 'r', level: 'note', file: 'a\0b', line: 0, message: '\uD800' } as const;
  await completeRun(database.worker, (await claim())!, evidence(0.5, { findings: [finding], tampering: ['odd'] }));
  expect(await row(runId)).toMatchObject({
    state: 'done',
    phase: null,
    lease_until: null,
    seed: 'seed',
    mode: 'shared',
    tampering: ['odd'],
    findings: [{ ...finding, file: 'a\uFFFDb', message: '\uFFFD' }],
    versions: { go: '1.26' },
    timings: { compile: 12 },
  });
  const criteria =
    'select name, position, check_name, state, credit, judgement from criterion_result order by position';
  expect(await many(database.owner, criteria)).toEqual([
    {
      name: 'build',
      position: 0,
      check_name: 'build',
      state: 'judged',
      credit: 0.5,
      judgement: expect.objectContaining({ summary: 'ok' }),
    },
    { name: 'race', position: 1, check_name: 'race', state: 'unreached', credit: 0, judgement: null },
  ]);
});

test('a result is reported on the commit and on the open pull requests that it is part of', async () => {
  const submissionId = await room.submission('ada', 'a');
  const { repositoryId } = await room.student('ada');
  const pull = (number: number, branch: string, digit: string, open: boolean) =>
    execute(
      database.owner,
      `insert into pull_request (repository_id, number, head_branch, head_sha, base_branch, open, feedback)
       values ($1, $2, $3, $4, 'feedback', $5, true)`,
      [repositoryId, number, branch, digit.repeat(40), open],
    );
  await pull(1, 'main', 'b', true);
  await pull(2, 'main', 'a', false);
  await pull(3, 'topic', 'c', true);
  await pull(4, 'other', 'a', true);
  const runId = await room.queue(submissionId);
  await completeRun(database.worker, (await claim())!, evidence());
  expect(await outbox()).toEqual([
    { kind: 'check-run', subject: `run:${runId}`, wanted: 2 },
    { kind: 'comment', subject: `${repositoryId}#1`, wanted: 1 },
    { kind: 'comment', subject: `${repositoryId}#4`, wanted: 1 },
  ]);
});

test('the first result counts; the same tests never replace it; other tests do when somebody asked', async () => {
  const submissionId = await room.submission('ada', 'a');
  const grade = async (cause: 'hand-in' | 'rerequest' | 'regrade', versionId?: number) => {
    const runId = await room.queue(submissionId, cause, versionId);
    expect(await completeRun(database.worker, (await claim())!, evidence())).toBe('done');
    return runId;
  };
  const first = await grade('hand-in');
  await grade('rerequest');
  const newTests = await room.version('second tests');
  await grade('regrade', newTests);
  expect(await chosen(submissionId)).toEqual([{ run_id: first, reason: 'first result' }]);
  const asked = await grade('rerequest', newTests);
  await grade('rerequest', newTests);
  expect((await chosen(submissionId)).slice(1)).toEqual([
    { run_id: asked, reason: 'graded again on request: the tests have changed since' },
  ]);
});

test('a decision that was undone makes room for the next result', async () => {
  const submissionId = await room.submission('ada', 'a');
  await room.queue(submissionId);
  await completeRun(database.worker, (await claim())!, evidence());
  await execute(database.web, 'update run_choice set undone_at = now()');
  const next = await room.queue(submissionId, 'rerequest');
  await completeRun(database.worker, (await claim())!, evidence());
  expect((await chosen(submissionId)).at(-1)).toEqual({ run_id: next, reason: 'first result' });
});

test('two runs of one submission that end at once leave one first result', async () => {
  const submissionId = await room.submission('ada', 'a');
  await room.queue(submissionId);
  const one = (await claim())!;
  await room.queue(submissionId, 'rerequest');
  const two = (await claim())!;
  const ends = await Promise.all([one, two].map((run) => completeRun(database.worker, run, evidence())));
  expect(ends).toEqual(['done', 'done']);
  expect(await chosen(submissionId)).toHaveLength(1);
});

test('trouble of ours is tried again later and later, then given up, said to be ours, and changes no grade', async () => {
  const submissionId = await room.submission('ada', 'a');
  const runId = await room.queue(submissionId);
  const failure = { message: 'The sandbox could not be started.', detail: 'token ghs_secret123 refused' };
  const waits: number[] = [];
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    expect(await failRun(database.worker, (await claim())!, failure)).toBe('retried');
    expect(await claim()).toBeUndefined();
    expect(await outbox()).toEqual([{ kind: 'check-run', subject: `run:${runId}`, wanted: 1 }]);
    const { seconds } = await one<{ seconds: number }>(
      database.owner,
      'select extract(epoch from not_before - now())::float8 as seconds from run',
    );
    waits.push(seconds);
    await execute(database.owner, 'update run set not_before = now()');
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[0]).toBeLessThan(10);
  expect(await failRun(database.worker, (await claim())!, failure)).toBe('errored');
  expect(await row(runId)).toMatchObject({
    state: 'errored',
    error: failure.message,
    error_detail: 'token [token] refused',
  });
  expect(await outbox()).toEqual([{ kind: 'check-run', subject: `run:${runId}`, wanted: 2 }]);
  expect(await chosen(submissionId)).toEqual([]);
});

test('a commit that cannot be had any more ends without a result and is reported', async () => {
  const submissionId = await room.submission('ada', 'a');
  const runId = await room.queue(submissionId);
  const gone = { unavailable: 'The commit is gone.', forGood: false };
  expect(await unavailableRun(database.worker, (await claim())!, gone)).toBe('unavailable');
  expect(await row(runId)).toMatchObject({ state: 'unavailable' });
  expect(await many(database.owner, 'select unavailable from submission')).toEqual([
    { unavailable: 'The commit is gone.' },
  ]);
  expect(await outbox()).toHaveLength(1);
});

test('a commit that arrives again is not graded again, also when both deliveries come at once', async () => {
  const submissionId = await room.submission('ada', 'a');
  const versionId = await room.version('first tests');
  const request = { submissionId, versionId, cause: 'hand-in' } as const;
  const deliver = () => transaction(database.web, (tx) => queueRun(tx, request));
  const both = await Promise.all([deliver(), deliver()]);
  expect(both.filter((run) => run.isNew)).toHaveLength(1);
  expect(new Set(both.map((run) => run.id)).size).toBe(1);
  await completeRun(database.worker, (await claim())!, evidence());
  expect(await queueRun(database.web, request)).toEqual({ id: both[0]!.id, isNew: false });
  const again = await queueRun(database.web, { ...request, cause: 'rerequest' });
  expect(again.isNew).toBe(true);
  expect(await queueRun(database.web, { ...request, cause: 'rerequest' })).toEqual({ id: again.id, isNew: false });
});

test('the estimate grows with the place and follows how long runs take', async () => {
  for (let n = 0; n < 3; n++) await room.queue(await room.submission(`student-${n}`, 'a'));
  const last = await room.queue(await room.submission('last', 'a'));
  expect(await placeOf(last)).toEqual({ place: 4, estimateSeconds: 80 });
  await completeRun(database.worker, (await claim())!, evidence());
  await execute(database.owner, `update run set started_at = finished_at - interval '6 seconds' where state = 'done'`);
  expect(await placeOf(last)).toEqual({ place: 3, estimateSeconds: 18 });
  const running = (await claim())!;
  expect(await placeOf(last)).toEqual({ place: 2, estimateSeconds: 15 });
  expect(await placeOf(running.id)).toBeUndefined();
});
