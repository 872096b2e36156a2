import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { execute, many } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { processDelivery } from './process.ts';
import { type CourseFolder, courseFolder } from './testing/course-folder.ts';
import { delivery, pullRequest, push } from './testing/payloads.ts';

let db: TestDatabase;
let folder: CourseFolder;

beforeAll(async () => {
  db = await testDatabase();
  folder = await courseFolder();
  await folder.assignment('lab');
});

beforeEach(async () => {
  await db.owner.query('truncate course, participant, repository, delivery, assignment, content cascade');
});

afterAll(async () => {
  await folder?.remove();
  await db?.close();
});

test('by tag, a push alone hands in nothing and says so; a tag submit/… does', async () => {
  await rules('trigger: tag');
  await send('push', push('one'));
  await send('push', push('one', { ref: 'refs/tags/submit/1' }));
  await send('push', push('two', { ref: 'refs/tags/v1' }));
  expect(await handIns()).toEqual([
    { way: 'main', official: false, graded: false, why: expect.stringContaining('handed in with a tag submit/…') },
    { way: 'submit/1', official: true, graded: true, why: null },
    { way: 'v1', official: false, graded: true, why: null },
  ]);
  expect(await many(db.owner, `select mend from hand_in where mend is not null`)).toEqual([
    {
      mend: 'Tag the commit and push the tag: git tag submit/1 && git push origin submit/1, with a new number each time.',
    },
  ]);
  expect(await many(db.owner, `select kind from outbox where subject like 'hand-in:%'`)).toHaveLength(1);
});

test('by pull request, the head of an open one of another branch is handed in, and nothing else', async () => {
  await rules('trigger: pull-request');
  await send('push', push('one'));
  await send('push', push('two', { ref: 'refs/heads/work' }));
  await send('pull_request', pullRequest('opened', 'work', 'two'));
  await send('push', push('three', { ref: 'refs/heads/work' }));
  await send('pull_request', pullRequest('opened', 'main', 'one', { number: 2, base: 'feedback' }));
  expect(await handIns()).toEqual([
    { way: 'main', official: false, graded: false, why: expect.stringContaining('handed in by a pull request') },
    { way: 'main', official: false, graded: false, why: expect.stringContaining('handed in by a pull request') },
    { way: 'work', official: false, graded: false, why: expect.stringContaining('no open pull request') },
    { way: 'work', official: true, graded: true, why: null },
    { way: 'work', official: true, graded: true, why: null },
  ]);
  // The Feedback pull request says nothing that the push has not said.
  expect(await many(db.owner, `select kind from outbox where subject like 'hand-in:%'`)).toHaveLength(2);
});

test('when another thing hands in, what was pushed before is decided anew', async () => {
  await rules('trigger: tag');
  await send('push', push('one'));
  expect(await rules('trigger: push')).toMatchObject({ queued: 1 });
  expect(await handIns()).toEqual([{ way: 'main', official: true, graded: true, why: null }]);
});

test('before the opening nothing is graded; when it is moved, the push counts with its own time', async () => {
  await rules('opens: 2026-11-20 10:00');
  await send('push', push('one'), '2026-11-20T09:59:59Z');
  await send('push', push('two'), '2026-11-20T10:00:00Z');
  expect(await handIns()).toMatchObject([
    { graded: false, why: 'It came before the assignment opened, 20 Nov 2026, 10:00.' },
    { graded: true },
  ]);
  expect(await rules('opens: 2026-11-20 09:00')).toMatchObject({ queued: 1 });
  expect(await handIns()).toMatchObject([{ graded: true }, { graded: true }]);
});

test('attempts beyond the limit are not graded; with a higher one they are', async () => {
  await rules('attempts: 1');
  await send('push', push('one'), '2026-11-20T10:00:00Z');
  await send('push', push('two'), '2026-11-20T11:00:00Z');
  await send('push', push('one', { ref: 'refs/tags/again' }), '2026-11-20T12:00:00Z');
  expect(await handIns()).toMatchObject([
    { graded: true },
    { official: true, graded: false, why: 'One attempt counts, and no more are left.' },
    { way: 'again', graded: true },
  ]);
  expect(await rules('attempts: 2')).toMatchObject({ queued: 1 });
  expect(await handIns()).toMatchObject([{ graded: true }, { graded: true }, { graded: true }]);
});

test('trouble of ours costs no attempt', async () => {
  await rules('attempts: 1');
  await send('push', push('one'), '2026-11-20T10:00:00Z');
  await execute(db.owner, `update run set state = 'errored'`);
  await send('push', push('two'), '2026-11-20T11:00:00Z');
  expect(await handIns()).toMatchObject([{ graded: true }, { graded: true }]);
});

test('within the cool-down of an attempt a push is not graded, and says from when one is', async () => {
  await rules('cooldown: 15m');
  await send('push', push('one'), '2026-11-20T10:00:00Z');
  await send('push', push('two'), '2026-11-20T10:14:59Z');
  await send('push', push('three'), '2026-11-20T10:15:00Z');
  expect(await handIns()).toMatchObject([
    { graded: true },
    { graded: false, why: 'It came less than 15 min after the attempt before.' },
    { graded: true },
  ]);
});

test('two pushes at once take no more than the one attempt that is left', async () => {
  await rules('attempts: 1');
  await send('push', push('zero', { ref: 'refs/heads/other' }));
  await Promise.all(['one', 'two', 'three'].map((word) => send('push', push(word))));
  expect((await handIns()).filter(({ graded }) => graded)).toHaveLength(1);
});

async function rules(words: string) {
  await folder.course(`assignments: [{folder: lab, ${words}}]\n`);
  return syncCourse(db.web, databaseStore(db.web), folder.dir);
}

function send(event: string, payload: unknown, at?: string) {
  return processDelivery(db.web, delivery(event, payload, at ? { receivedAt: new Date(at) } : {}));
}

async function handIns() {
  return many<{ way: string; official: boolean; graded: boolean; why: string | null }>(
    db.owner,
    `select coalesce(tag, branch) as way, official, submission_id is not null as graded, ignored as why
     from hand_in order by received_at, id`,
  );
}
