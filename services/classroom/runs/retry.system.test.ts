import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { execute, many, one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import type { Access } from '../people/viewer.ts';
import { findAttention } from '../results/attention.ts';
import { claimRun } from './claim.ts';
import { failRun, MAX_ATTEMPTS, unavailableRun } from './fail.ts';
import { retryGivenUp, retryUnavailable } from './retry.ts';
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
afterAll(() => database?.close());

const sql = (text: string, values: unknown[] = []) => execute(database.owner, text, values);
const claim = () => claimRun(database.worker, 'one', 60);
const row = (id: number) => one<Record<string, unknown>>(database.owner, 'select * from run where id = $1', [id]);
const retry = (wish = {}) => retryGivenUp(database.web, wish, { login: 'command line' });

/** A run that was given up. */
async function errored(login: string, message: string, detail = '', sha = 'a') {
  const submission = await room.submission(login, sha);
  const run = await room.queue(submission);
  await failRun(database.worker, (await claim())!, { message, detail, lasting: true });
  return { submission, run };
}

/** A run whose files GitHub did not give us. */
async function unavailable(login: string, why: string, forGood = false) {
  const { repositoryId } = await room.student(login);
  const run = await room.queue(await room.submission(login, 'a'));
  await unavailableRun(database.worker, (await claim())!, { unavailable: why, forGood });
  return { run, repositoryId };
}

test('a run that was given up waits again, is taken at once, and has all its tries again', async () => {
  const { run, submission } = await errored('ada', 'Docker was away.');
  await sql('update run set attempts = $1', [MAX_ATTEMPTS + 1]);
  expect(await retry()).toMatchObject([{ id: run, why: 'Docker was away.' }]);
  expect(await row(run)).toMatchObject({ state: 'queued', attempts: 0, started_at: null, finished_at: null });
  const claimed = await claim();
  expect(claimed).toMatchObject({ id: run, attempts: 1, submission: { id: submission } });
  expect(claimed?.fence).toBeGreaterThan(1);
});

test('hand-ins, attempts and what counts stay as they are', async () => {
  await errored('ada', 'Docker was away.');
  const kept = () =>
    many(
      database.owner,
      `select to_jsonb(h) as it from hand_in h union all select to_jsonb(c) from run_choice c
      union all select to_jsonb(s) from submission s`,
    );
  const before = await kept();
  await retry();
  expect(await kept()).toEqual(before);
});

test('only runs of the cause that is named are graded again, in any case, by words or by detail', async () => {
  const docker = await errored('ada', 'The machine had a problem.', 'connect ENOENT /var/run/Docker.sock');
  const github = await errored('bob', 'The commit could not be fetched from GitHub.');
  expect((await retry({ cause: 'docker.SOCK' })).map(({ id }) => id)).toEqual([docker.run]);
  expect((await retry({ cause: 'disk' })).length).toBe(0);
  expect((await retry({ cause: 'fetched from github' })).map(({ id }) => id)).toEqual([github.run]);
});

test('stands in the log of the course, and nothing does where no run fits', async () => {
  const { run } = await errored('ada', 'Docker was away.');
  await retry({ cause: 'disk' });
  await retry({ cause: 'docker' });
  const log = 'select c.slug, actor, action, subject, after from audit join course c on c.id = course_id';
  expect(await many(database.owner, log)).toEqual([
    { slug: 'go', actor: 'command line', action: 'run.retry', subject: '1 run: docker', after: [run] },
  ]);
});

test('only runs of the course that is named are', async () => {
  await errored('ada', 'Docker was away.');
  expect(await retry({ course: 'other' })).toEqual([]);
  expect(await retry({ course: 'go' })).toHaveLength(1);
});

test('a commit that was queued again by itself is not graded twice', async () => {
  const { submission } = await errored('ada', 'Docker was away.');
  await room.queue(submission);
  expect(await retry()).toEqual([]);
});

test('runs that wait, are graded or done are left alone, and so is a commit that is too big', async () => {
  await unavailable('d', 'It is too big.', true);
  for (const [login, state] of Object.entries({ a: 'queued', b: 'running', c: 'done' })) {
    const run = await room.queue(await room.submission(login, 'a'));
    await sql('update run set state = $2 where id = $1', [run, state]);
  }
  expect(await retry()).toEqual([]);
});

test('a commit whose files GitHub did not give us waits again, too', async () => {
  const { run } = await unavailable('ada', 'The commit is gone.');
  expect(await retry({ cause: 'disk' })).toEqual([]);
  expect(await retry({ cause: 'is gone' })).toMatchObject([{ id: run, why: 'The commit is gone.' }]);
  expect(await claim()).toMatchObject({ id: run, attempts: 1 });
});

test('a teacher sees what was given up, and a commit that is gone only until a newer one came', async () => {
  await errored('ada', 'Docker was away.');
  await unavailable('bob', 'The commit is gone.');
  await unavailable('cleo', 'It is too big.', true);
  const course = await one<Access['course']>(database.owner, 'select id, slug from course');
  const seen = async () => {
    const { errored: runs } = await findAttention(database.web, { course, sections: undefined });
    return runs.map(({ participant, ours, why }) => [participant, ours, why]).sort();
  };
  const docker = ['ada', true, 'Docker was away.'];
  expect(await seen()).toEqual([docker, ['bob', false, 'The commit is gone.']]);
  await room.submission('ada', 'b');
  await room.submission('bob', 'b');
  expect(await seen()).toEqual([docker]);
});

test('commits of repositories that we may read again wait again by themselves, and no others', async () => {
  const { run, repositoryId } = await unavailable('ada', 'No access.');
  await unavailable('bob', 'No access.');
  await errored('ada', 'Docker was away.', '', 'b');
  await sql('update outbox set sent = wanted');
  expect(await transaction(database.web, (tx) => retryUnavailable(tx, [repositoryId]))).toBe(1);
  expect(await row(run)).toMatchObject({ state: 'queued', attempts: 0 });
  expect(await many(database.owner, 'select subject from outbox where sent < wanted')).toEqual([
    { subject: `run:${run}` },
  ]);
  expect(await many(database.owner, 'select from audit')).toEqual([]);
});

test('whoever asks at the same time, each run is queued once, and its check run is to tell that it waits', async () => {
  const { run } = await errored('ada', 'Docker was away.');
  await sql('update outbox set sent = wanted');
  const both = await Promise.all([retry(), retry()]);
  expect(both.flat()).toHaveLength(1);
  expect(
    await many(database.owner, 'select subject, wanted - sent as due, not_before > now() as later from outbox'),
  ).toEqual([{ subject: `run:${run}`, due: 1, later: true }]);
});
