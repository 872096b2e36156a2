import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { processDelivery } from '#services/classroom/intake/index.ts';
import { classroomBot, commit, delivery, push } from '#services/classroom/intake/testing/payloads.ts';
import { claimRun, keepRun } from '#services/classroom/runs/claim.ts';
import { completeRun } from '#services/classroom/runs/complete.ts';
import type { Evidence } from '#services/classroom/runs/evidence.ts';
import { failRun, unavailableRun } from '#services/classroom/runs/fail.ts';
import { type TestClassroom, testClassroom } from '#services/classroom/runs/testing/classroom.ts';
import { execute } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { testGradebook } from '../testing/app.ts';

const a = 'a'.repeat(40);
const ada = 'school/m02-ada';
let database: TestDatabase;
let room: TestClassroom;
let app: FastifyInstance;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web);
});
beforeEach(async () => {
  await database.clear();
  room = await testClassroom(database.owner);
  await sql(`update assignment_version set document = '{"rubric": []}'`);
  await sql(
    `update course set document = '{"slug": "go", "organisations": [], "classrooms": [], "naming": [], "repositories": {}}'`,
  );
});
afterAll(async () => {
  await app?.close();
  await database?.close();
});

const sql = (text: string, values: unknown[] = []) => execute(database.owner, text, values);
const claim = async () => (await claimRun(database.worker, 'one', 60))!;
const nothing = { criteria: [], findings: [], tampering: [], versions: {}, timings: {} };
const evidence: Evidence = { ...nothing, mode: 'shared', seed: 's' };

async function ask(repository: string | number, sha: string) {
  const response = await app.inject({ url: '/api/submissions', query: { repository: String(repository), sha } });
  return { status: response.statusCode, ...response.json() };
}

/** A commit of ada, handed in and queued. */
async function queued(sha = 'a', login = 'ada'): Promise<{ submission: number; run: number }> {
  const submission = await room.submission(login, sha);
  return { submission, run: await room.queue(submission) };
}

describe('the state of a commit that counts', () => {
  test('queued has place and estimate, and says whose commit it is', async () => {
    await queued('b', 'bob');
    const { submission } = await queued();
    expect(await ask(ada, a)).toMatchObject({
      status: 200,
      repository: ada,
      sha: a,
      state: {
        name: 'queued',
        place: 2,
        estimateSeconds: 40,
        settled: false,
        words: expect.stringMatching(/^Place 2/),
      },
      submission: {
        ...{ id: submission, page: `/submissions/${submission}`, assignment: 'm02', participant: 'ada' },
        ...{ official: true, attempt: 1, receivedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
      },
    });
  });

  test('superseded names the newer commit, and keeps its place', async () => {
    await queued();
    const newer = await queued('b');
    const { state } = await ask(ada, a);
    expect(state).toMatchObject({
      ...{ name: 'superseded', by: { submissionId: newer.submission, sha: 'b'.repeat(40) }, place: 2 },
      words: expect.stringContaining('bbbbbbb'),
    });
    expect((await ask(ada, 'b'.repeat(40))).state).toMatchObject({ name: 'queued', place: 1 });
  });

  test('a commit is not superseded by practice, nor once it is being graded', async () => {
    await queued();
    await queued('b');
    await sql(`update hand_in set official = false, branch = 'try' where sha = $1`, ['b'.repeat(40)]);
    expect((await ask(ada, a)).state.name).toBe('queued');
    await sql(`update hand_in set official = true, branch = 'main'`);
    await sql(`update run set state = 'running', phase = 'running', lease_until = now() + interval '1 hour'`);
    expect((await ask(ada, a)).state.name).toBe('grading');
  });

  test('fetching and grading follow the worker', async () => {
    await queued();
    const run = await claim();
    expect((await ask(ada, a)).state.name).toBe('fetching');
    await keepRun(database.worker, run, 60, 'compiling');
    expect((await ask(ada, a)).state).toMatchObject({
      ...{ name: 'grading', phase: 'compiling', words: 'It is being built.', settled: false },
    });
    await keepRun(database.worker, run, 60, 'running', ['No data race']);
    expect((await ask(ada, a)).state).toMatchObject({
      ...{ name: 'grading', criteria: ['No data race'], words: 'It is being run for: No data race.' },
    });
  });

  test('a run whose worker died is queued again, with our trouble told', async () => {
    await queued();
    await claim();
    await sql(`update run set lease_until = now() - interval '1 second'`);
    expect((await ask(ada, a)).state).toMatchObject({ name: 'queued', place: 1, trouble: expect.any(String) });
  });

  test('trouble of ours leaves it queued, with the time of the next try', async () => {
    await queued();
    await failRun(database.worker, await claim(), { message: 'Docker was away.', detail: '' });
    const { state } = await ask(ada, a);
    expect(state).toMatchObject({ name: 'queued', trouble: 'Docker was away.', retryAt: expect.any(String) });
    expect(state.place).toBeUndefined();
    expect(state.words).toMatch(/^Docker was away. It is our trouble and costs nothing. It is tried again in about/);
  });

  test('errored is settled, ours, and says what happens next', async () => {
    await queued();
    await failRun(database.worker, await claim(), { message: 'Docker was away.', detail: '', lasting: true });
    const { state } = await ask(ada, a);
    expect(state).toMatchObject({ name: 'errored', settled: true, why: 'Docker was away.' });
    expect(state.next).toContain('costs nothing');
  });

  test('a score comes with all that it rests on', async () => {
    const { run } = await queued();
    const versions = { go: 'go1.26', image: 'sha256:c sha256:r', assignment: 'sha256:a', seed: 's', policy: 'p 1' };
    await completeRun(database.worker, await claim(), { ...evidence, versions });
    const { submission } = await ask(ada, a);
    expect(submission.judged).toEqual({ run, mode: 'shared', ...versions });
  });

  test('reporting lasts until GitHub has the check run, and tells what holds it up', async () => {
    await queued();
    await completeRun(database.worker, await claim(), evidence);
    await sql(`update outbox set last_error = 'GitHub answered 502'`);
    expect((await ask(ada, a)).state).toMatchObject({
      ...{ name: 'reporting', since: expect.any(String), trouble: 'GitHub answered 502' },
    });
    await sql('update outbox set sent = wanted');
    expect((await ask(ada, a)).state).toEqual({ name: 'done', words: 'It is graded.', settled: true });
  });

  test('a comment that is still to be written is reporting, too', async () => {
    const { submission } = await queued();
    await completeRun(database.worker, await claim(), evidence);
    await sql('update outbox set sent = wanted');
    await sql(
      `insert into pull_request (repository_id, number, head_branch, head_sha, base_branch, open, feedback)
       select repository_id, 7, 'main', sha, 'feedback', true, true from submission where id = $1`,
      [submission],
    );
    await sql(
      `insert into outbox (kind, subject, repository_id) select 'comment', id || '#7', id from repository where name = 'm02-ada'`,
    );
    expect((await ask(ada, a)).state.name).toBe('reporting');
  });

  test('done says so when GitHub can never be told', async () => {
    await queued();
    await completeRun(database.worker, await claim(), evidence);
    await sql(`update outbox set gave_up = 'the repository was deleted'`);
    expect((await ask(ada, a)).state).toMatchObject({ name: 'done', unreported: 'the repository was deleted' });
  });

  test('unavailable says why', async () => {
    await queued();
    const gone = { unavailable: 'The branch was rewritten.', forGood: false };
    await unavailableRun(database.worker, await claim(), gone);
    expect((await ask(ada, a)).state).toMatchObject({ name: 'unavailable', why: 'The branch was rewritten.' });
  });

  test('a second run that waits is told, and the score of the run that counts stays', async () => {
    const { submission } = await queued();
    await completeRun(database.worker, await claim(), evidence);
    await room.queue(submission, 'rerequest');
    expect(await ask(ada, a)).toMatchObject({ state: { name: 'queued' }, submission: { score: 0, maxScore: 0 } });
  });

  test('a time that is not of our clock is marked', async () => {
    await queued();
    await sql(`update hand_in set proof = 'activity'`);
    expect((await ask(ada, a)).submission.proof).toBe('activity');
  });
});

describe('the state of a commit that does not count', () => {
  test('a push that hands nothing in is ignored: why, and what mends it', async () => {
    await processDelivery(database.web, delivery('push', push('lost', { id: 5, name: 'other' })));
    expect(await ask('SCHOOL/Other', commit('lost'))).toMatchObject({
      status: 200,
      state: { name: 'ignored', settled: true, why: expect.any(String), mend: expect.stringContaining('course.yaml') },
    });
    expect((await ask(5, commit('lost'))).state.name).toBe('ignored');
  });

  test('so is a push of a bot', async () => {
    await processDelivery(database.web, delivery('push', push('bot', { id: 5, sender: classroomBot })));
    const { state } = await ask(5, commit('bot'));
    expect(state).toMatchObject({ name: 'ignored', why: 'github-classroom[bot] is no participant but a bot' });
  });

  test('a delivery that we failed to act upon is received, even of a repository that we do not know', async () => {
    await sql('alter table submission rename to gone');
    await sql('alter table hand_in rename to gone_too');
    const failing = processDelivery(database.web, delivery('push', push('early', { id: 6, name: 'm02-new' })));
    await expect(failing).rejects.toThrow();
    await sql('alter table gone rename to submission');
    await sql('alter table gone_too rename to hand_in');
    for (const name of ['school/m02-new', 6]) {
      expect((await ask(name, commit('early'))).state).toMatchObject({ name: 'received', settled: false });
    }
  });

  test('a commit that nobody told us of is 404, in JSON, and says why that may be', async () => {
    await queued();
    for (const [repository, sha] of [
      [ada, 'c'.repeat(40)],
      ['school/nobody', a],
      [99, a],
    ] as const) {
      expect(await ask(repository, sha)).toEqual({ status: 404, error: expect.stringContaining('last commit only') });
    }
  });

  test.each([
    ['half a commit id', ada, 'abc'],
    ['no owner', 'm02-ada', a],
    ['a number without end', '9'.repeat(40), a],
    ['a name with a space', 'school/m02 ada', a],
    ['an unprintable name', 'school/\u0000', a],
  ])('%s is 400 in JSON', async (_what, repository, sha) => {
    expect(await ask(repository, sha)).toEqual({ status: 400, error: expect.stringContaining('querystring/') });
  });
});
