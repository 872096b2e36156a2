import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { findIgnoredHandIn } from '#services/classroom/reports/subjects.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { processDelivery } from './process.ts';
import { type CourseFolder, courseFolder } from './testing/course-folder.ts';
import {
  ada,
  classroomBot,
  comment,
  commit,
  delivery,
  mallory,
  pullRequest,
  push,
  repository,
  rerequest,
} from './testing/payloads.ts';

let db: TestDatabase;
let folder: CourseFolder;

beforeAll(async () => {
  db = await testDatabase();
  folder = await courseFolder();
  for (const name of ['lab', 'lab-1', 'crawler']) await folder.assignment(name);
});

beforeEach(async () => {
  await db.owner.query('truncate course, participant, repository, delivery, assignment, content cascade');
  await folder.course('assignments: [lab, lab-1, crawler]\n');
  await syncCourse(db.web, databaseStore(db.web), folder.dir);
});

afterAll(async () => {
  await folder?.remove();
  await db?.close();
});

test('a push to the default branch becomes a delivery, an official hand-in, a submission and a queued run', async () => {
  const receivedAt = new Date('2026-11-20T22:57:41Z');
  const done = await processDelivery(db.web, delivery('push', push('one'), { receivedAt }));
  expect(done).toMatchObject({ outcome: 'handed-in', again: false, bells: new Set(['grading']) });
  expect(await handIns()).toEqual([
    {
      cause: 'push',
      branch: 'main',
      tag: null,
      sha: commit('one'),
      official: true,
      graded: true,
      ignored: null,
      receivedAt,
    },
  ]);
  expect(await runs()).toEqual([{ sha: commit('one'), cause: 'hand-in', state: 'queued' }]);
  const owner = await one(
    db.owner,
    'select name, kind, github_id as id from participant join participant_account on participant_id = participant.id',
  );
  expect(owner).toEqual({ name: 'ada', kind: 'student', id: ada.id });
});

test('the same delivery a second time does nothing', async () => {
  const twice = delivery('push', push('one'));
  await processDelivery(db.web, twice);
  expect(await processDelivery(db.web, twice)).toMatchObject({ outcome: 'handed-in', again: true, bells: new Set() });
  expect(await handIns()).toHaveLength(1);
  expect(await runs()).toHaveLength(1);
});

test('the same delivery ten times at once makes one hand-in and one run', async () => {
  const same = delivery('push', push('one'));
  const all = await Promise.all(Array.from({ length: 10 }, () => processDelivery(db.web, same)));
  expect(all.filter(({ again }) => !again)).toHaveLength(1);
  expect(await handIns()).toHaveLength(1);
  expect(await runs()).toHaveLength(1);
});

test('the first pushes of many repositories at once are all handed in', async () => {
  const pushes = Array.from({ length: 20 }, (_, i) =>
    push(`first-${i}`, { id: 100 + i, name: `lab-s${i}`, sender: { id: 900 + i, login: `s${i}` } }),
  );
  await Promise.all(pushes.map((payload) => processDelivery(db.web, delivery('push', payload))));
  expect(await runs()).toHaveLength(20);
});

test('a delivery that failed on our side is kept, and done when it comes again, with the time of its first arrival', async () => {
  const failing = delivery('push', push('one'), { receivedAt: new Date('2026-11-20T22:59:00Z') });
  await execute(db.owner, 'alter table submission rename to gone');
  await expect(processDelivery(db.web, failing)).rejects.toThrow();
  await execute(db.owner, 'alter table gone rename to submission');
  expect(await many(db.owner, 'select processed_at, outcome from delivery')).toEqual([
    { processed_at: null, outcome: null },
  ]);
  const again = await processDelivery(db.web, { ...failing, receivedAt: new Date('2026-11-21T09:00:00Z') });
  expect(again).toMatchObject({ outcome: 'handed-in', again: false });
  expect((await handIns())[0]?.receivedAt).toEqual(failing.receivedAt);
});

test('a delivery that PostgreSQL ends because of a deadlock is done again, twice at most', async () => {
  await execute(db.owner, `create sequence tries`);
  await execute(
    db.owner,
    `create function refuse() returns trigger language plpgsql security definer as $$ begin
       if nextval('tries') in (1, 2, 4, 5, 6) then raise 'deadlock detected' using errcode = '40P01'; end if;
       return new;
     end $$`,
  );
  await execute(db.owner, 'create trigger refuse before insert on submission for each row execute function refuse()');
  expect(await send('push', push('one'))).toMatchObject({ outcome: 'handed-in' });
  await expect(send('push', push('two'))).rejects.toThrow('deadlock detected');
  await execute(db.owner, 'drop trigger refuse on submission');
  expect(await handIns()).toHaveLength(1);
});

test('the same commit pushed to a second branch or again is one submission with one run', async () => {
  await send('push', push('one'));
  await send('push', push('two'));
  await send('push', push('one'));
  expect((await handIns()).map(({ sha }) => sha)).toEqual([commit('one'), commit('two'), commit('one')]);
  expect(await runs()).toHaveLength(2);
});

test('where webhooks change places, the push that was made last is the last one, whatever our clock says', async () => {
  const swapped = new Date('2026-11-20T22:57:41Z');
  await pushed({ ...push('two'), before: commit('one') }, swapped);
  await pushed({ ...push('one'), before: commit('zero') }, new Date('2026-11-20T22:57:44Z'));
  expect(await inOrder()).toEqual(['one', 'two'].map(commit));
  expect((await handIns()).find(({ sha }) => sha === commit('one'))?.receivedAt).toEqual(
    new Date(swapped.getTime() - 1),
  );
});

test('a branch that is set back to a commit ends with it, also where that commit was not heard of before', async () => {
  await pushed({ ...push('two'), before: commit('one') }, new Date('2026-11-20T22:57:41Z'));
  await pushed({ ...push('three'), before: commit('two') }, new Date('2026-11-20T22:57:42Z'));
  await pushed({ ...push('one'), before: commit('three'), forced: true }, new Date('2026-11-20T22:57:43Z'));
  await pushed({ ...push('two'), before: commit('one') }, new Date('2026-11-20T22:57:44Z'));
  expect(await inOrder()).toEqual(['two', 'three', 'one', 'two'].map(commit));
});

test('a push to another branch is kept with the reason and what mends it, and its author is told', async () => {
  const done = await send('push', push('try', { ref: 'refs/heads/try' }));
  expect(done).toMatchObject({ outcome: 'ignored', bells: new Set(['reporting']) });
  expect(await runs()).toEqual([]);
  const kept = await one<{ id: number; ignored: string; mend: string }>(
    db.owner,
    'select id, ignored, mend from hand_in',
  );
  expect(kept.ignored).toContain('branch try');
  expect(kept.mend).toContain('open a pull request of try');
  expect(await reports()).toEqual([`check-run hand-in:${kept.id}`]);
});

test('of a commit on many branches one is told, of one that is graded none, and five in an hour at most', async () => {
  for (const branch of ['a', 'b', 'c']) await send('push', push('try', { ref: `refs/heads/${branch}` }));
  expect(await reports()).toHaveLength(1);
  await send('push', push('one'));
  expect(await send('push', push('one', { ref: 'refs/heads/backup' }))).toMatchObject({ bells: new Set() });
  expect(await reports()).toHaveLength(1);
  for (let n = 1; n <= 6; n++) await send('push', push(`try ${n}`, { ref: 'refs/heads/a' }));
  expect(await reports()).toHaveLength(5);
  await execute(db.owner, `update outbox set created_at = now() - interval '1 hour'`);
  await send('push', push('later', { ref: 'refs/heads/a' }));
  expect(await reports()).toHaveLength(6);
});

test('what a push was to be told is no longer told once its commit is graded: the result stays the newest', async () => {
  await send('push', push('one', { ref: 'refs/heads/work' }));
  const { id } = await one<{ id: number }>(db.owner, 'select id from hand_in');
  expect(await findIgnoredHandIn(db.owner, id)).toMatchObject({ sha: commit('one') });
  await send('push', push('one'));
  expect(await findIgnoredHandIn(db.owner, id)).toBeUndefined();
});

test('a branch that is reset to a graded commit has the comment of each of its pull requests say so', async () => {
  await send('pull_request', pullRequest('opened', 'main', 'one', { number: 1, base: 'feedback' }));
  await send('pull_request', pullRequest('opened', 'main', 'one', { number: 2, base: 'other' }));
  await execute(db.owner, `update run set state = 'done'`);
  await send('push', push('two'));
  expect(await send('push', push('one'))).toMatchObject({ outcome: 'handed-in', bells: new Set(['reporting']) });
  expect(await reports()).toEqual(['comment 1#1', 'comment 1#2']);
});

test('a push to a branch with an open pull request is practice', async () => {
  await send('pull_request', pullRequest('opened', 'try', 'first'));
  await send('push', push('second', { ref: 'refs/heads/try' }));
  expect((await handIns()).map(({ sha, official, graded }) => [sha, official, graded])).toEqual([
    [commit('first'), false, true],
    [commit('second'), false, true],
  ]);
  await send('pull_request', pullRequest('closed', 'try', 'second', { state: 'closed' }));
  expect(await send('push', push('third', { ref: 'refs/heads/try' }))).toMatchObject({ outcome: 'ignored' });
});

test('a pull request opened after the push makes it practice, with the time of the push', async () => {
  const receivedAt = new Date('2026-11-20T20:00:00Z');
  await processDelivery(db.web, delivery('push', push('try', { ref: 'refs/heads/try' }), { receivedAt }));
  expect(await send('pull_request', pullRequest('opened', 'try', 'try'))).toMatchObject({ outcome: 'handed-in' });
  expect(await handIns()).toMatchObject([
    { cause: 'push', graded: false },
    { cause: 'pull-request', graded: true, official: false, receivedAt },
  ]);
  expect(await send('pull_request', pullRequest('synchronize', 'try', 'try'))).toMatchObject({ outcome: 'noted' });
  expect(await runs()).toHaveLength(1);
});

test('a pull request that comes before its push, or whose push never comes, hands in its head', async () => {
  await send('pull_request', pullRequest('synchronize', 'try', 'late'));
  await send('push', push('late', { ref: 'refs/heads/try' }));
  expect((await handIns()).map(({ cause, graded }) => [cause, graded])).toEqual([
    ['pull-request', true],
    ['push', true],
  ]);
  expect(await runs()).toHaveLength(1);
});

test('the Feedback pull request is recognised by its branches, and its head is official', async () => {
  await send('pull_request', pullRequest('opened', 'main', 'one', { base: 'feedback' }));
  expect(await handIns()).toMatchObject([{ official: true, graded: true }]);
  expect(await one(db.owner, 'select feedback, open from pull_request')).toEqual({ feedback: true, open: true });
});

test('a Feedback pull request opened by a bot hands in nothing by itself', async () => {
  const opened = pullRequest('opened', 'main', 'starter', { base: 'feedback', sender: classroomBot });
  expect(await send('pull_request', opened)).toMatchObject({ outcome: 'ignored' });
  expect(await runs()).toEqual([]);
});

test('a pull request opened after the result wants its comment', async () => {
  await send('push', push('one'));
  await execute(db.owner, `update run set state = 'done'`);
  const done = await send('pull_request', pullRequest('opened', 'main', 'one', { base: 'feedback', number: 7 }));
  expect(done.bells).toEqual(new Set(['reporting']));
  expect(await reports()).toEqual(['comment 1#7']);
});

test('a pull request from a fork never makes a branch of ours practice', async () => {
  const foreign = pullRequest('opened', 'try', 'x', { headRepository: 555 });
  expect(await send('pull_request', foreign)).toMatchObject({
    outcome: 'ignored',
    reason: expect.stringContaining('fork'),
  });
  expect(await send('push', push('try', { ref: 'refs/heads/try' }))).toMatchObject({ outcome: 'ignored' });
});

test('an older event of a pull request does not open it again', async () => {
  await send('pull_request', pullRequest('closed', 'try', 'x', { state: 'closed', updatedAt: '2026-11-20T10:00:05Z' }));
  await send('pull_request', pullRequest('edited', 'try', 'x', { updatedAt: '2026-11-20T10:00:00Z' }));
  expect(await one(db.owner, 'select open from pull_request')).toEqual({ open: false });
});

test('a tag on an official commit is official, on any other it is practice', async () => {
  await send('push', push('one'));
  await send('push', push('one', { ref: 'refs/tags/v1' }));
  await send('push', push('side', { ref: 'refs/tags/v2' }));
  expect((await handIns()).map(({ cause, tag, official }) => [cause, tag, official])).toEqual([
    ['push', null, true],
    ['tag', 'v1', true],
    ['tag', 'v2', false],
  ]);
  expect(await runs()).toHaveLength(2);
  expect(await send('create', { ref: 'v1', ref_type: 'tag', ...withRepository() })).toMatchObject({ outcome: 'noted' });
});

const notHandedIn: [what: string, payload: object, reason: RegExp][] = [
  ['a branch deletion', { ...push('x'), after: '0'.repeat(40), deleted: true, head_commit: null }, /main was deleted/],
  ['a push of the classroom bot', push('x', { sender: classroomBot }), /github-classroom\[bot\] is no participant/],
  ['our own push', push('x', { sender: { id: 4242, login: 'pushmark[bot]', type: 'Bot' } }), /no participant/],
  [
    'a push of Actions',
    push('x', { sender: { id: 41898282, login: 'github-actions[bot]', type: 'Bot' } }),
    /no participant/,
  ],
  ['a push that names no commit', { ...push('x'), after: 'main' }, /lacks after/],
  ['a push without repository', { ...push('x'), repository: null }, /lacks repository/],
  ['a push of a strange ref', { ...push('x'), ref: 'refs/notes/x' }, /lacks ref/],
];

test.each(notHandedIn)('%s is acknowledged and recorded with the reason', async (_, payload, reason) => {
  const done = await send('push', payload);
  expect(done.outcome).toBe('ignored');
  const row = await one<{ reason: string; outcome: string }>(db.owner, 'select reason, outcome from delivery');
  expect(row).toEqual({ outcome: 'ignored', reason: expect.stringMatching(reason) });
  expect(await runs()).toEqual([]);
});

const nobodys: [what: string, shape: object, reason: RegExp][] = [
  ['an unknown repository', { name: 'website' }, /fits no assignment/],
  ['a repository elsewhere', { owner: 'elsewhere' }, /no course names the organisation elsewhere/],
  ['an ambiguous repository', { name: 'lab-1-anna' }, /several ways: lab of student 1-anna; or lab-1 of student anna/],
  ['a template', { name: 'lab-starter', more: { is_template: true } }, /template/],
  ['a fork that fits nothing', { name: 'fork-of-it', more: { fork: true } }, /fits no assignment/],
];

test.each(nobodys)('a push to %s is kept with all that later matching needs', async (_, shape, reason) => {
  expect(await send('push', push('x', shape))).toMatchObject({
    outcome: 'ignored',
    reason: expect.stringMatching(reason),
  });
  expect(await handIns()).toMatchObject([{ sha: commit('x'), branch: 'main', official: true, graded: false }]);
  expect(await runs()).toEqual([]);
  expect(await reports()).toEqual([]);
});

test('a repository stays whose it is when it is renamed, and its names are kept up to date', async () => {
  await send('push', push('one'));
  await send('repository', { action: 'renamed', ...withRepository({ name: 'lab-1-mallory' }) });
  await send('push', push('two', { name: 'lab-1-mallory' }));
  const rows = await many(
    db.owner,
    'select r.name, p.name as owner, a.slug from repository r join participant p on p.id = participant_id join assignment a on a.id = assignment_id',
  );
  expect(rows).toEqual([{ name: 'lab-1-mallory', owner: 'ada', slug: 'lab' }]);
  expect(await runs()).toHaveLength(2);
});

test('an event older than the last one brings no old name back', async () => {
  const at = (time: string) => ({ more: { updated_at: time } });
  await send('repository', { action: 'renamed', ...withRepository({ name: 'new', ...at('2026-11-20T10:00:05Z') }) });
  await send('push', push('one', { name: 'lab-ada', ...at('2026-11-20T10:00:00Z') }));
  expect(await one(db.owner, 'select name from repository')).toEqual({ name: 'new' });
});

test('another default branch makes its pushes the official ones, and other pull requests the feedback', async () => {
  await send('pull_request', pullRequest('opened', 'trunk', 'x', { base: 'feedback' }));
  await send('repository', { action: 'edited', ...withRepository({ defaultBranch: 'trunk' }) });
  await send('push', push('two', { ref: 'refs/heads/trunk', defaultBranch: 'trunk' }));
  expect(await one(db.owner, 'select feedback from pull_request')).toEqual({ feedback: true });
  expect((await handIns()).at(-1)).toMatchObject({ branch: 'trunk', official: true });
});

test('a deleted repository gets no more reports; an archived one is marked, and gets them when it is back', async () => {
  await send('push', push('try', { ref: 'refs/heads/try' }));
  await send('repository', { action: 'archived', ...withRepository({ more: { archived: true } }) });
  expect(await one(db.owner, 'select gone from repository')).toEqual({ gone: 'archived' });
  await execute(db.owner, `update outbox set gave_up = 'read-only', attempts = 3`);
  const back = await send('repository', { action: 'unarchived', ...withRepository() });
  expect(back.bells).toEqual(new Set(['reporting']));
  expect(await one(db.owner, 'select gave_up, attempts from outbox')).toEqual({ gave_up: null, attempts: 3 });
  await send('repository', { action: 'deleted', ...withRepository() });
  expect(await one(db.owner, 'select gone from repository')).toEqual({ gone: 'deleted' });
  expect(await one(db.owner, 'select gave_up from outbox')).toEqual({ gave_up: 'the repository was deleted' });
});

test('a deleted repository is there again once something newer is told of it, and its reports are sent', async () => {
  const at = (updated_at: string) => ({ more: { updated_at } });
  const gone = () =>
    one(
      db.owner,
      `select gone, gave_up from repository r join outbox o on o.repository_id = r.id
       where subject like 'hand-in:%'`,
    );
  await send('push', push('try', { ref: 'refs/heads/try', ...at('2026-11-20T09:00:00Z') }));
  await send('repository', { action: 'deleted', ...withRepository(at('2026-11-20T10:00:00Z')) });
  // One that was on its way when it was deleted.
  await send('push', push('late', at('2026-11-20T10:00:00Z')));
  expect(await gone()).toEqual({ gone: 'deleted', gave_up: 'the repository was deleted' });
  const back = await send('push', push('two', at('2026-11-20T11:00:00Z')));
  expect(await gone()).toEqual({ gone: null, gave_up: null });
  expect(back.bells).toContain('reporting');
});

test('a deleted repository is there again once the App is given it, and its reports are sent', async () => {
  await send('push', push('try', { ref: 'refs/heads/try' }));
  await send('repository', { action: 'deleted', ...withRepository() });
  const given = [{ id: 1, name: 'lab-ada', full_name: 'School/lab-ada' }];
  const added = { action: 'added', installation: { id: 77 }, repositories_added: given };
  expect((await send('installation_repositories', added)).bells).toContain('reporting');
  expect(await one(db.owner, 'select gone, gave_up from repository r join outbox o on o.repository_id = r.id')).toEqual(
    { gone: null, gave_up: null },
  );
});

test('a student who was renamed stays the same participant, found by the numeric id', async () => {
  await send('push', push('one'));
  const renamed = { ...ada, login: 'Countess' };
  await send('push', push('two', { id: 2, name: 'crawler-countess', sender: renamed }));
  expect(await many(db.owner, 'select name from participant')).toEqual([{ name: 'ada' }]);
});

test('a repository made by a bot for a renamed student joins that student with the first push', async () => {
  await send('push', push('one'));
  await send('repository', {
    action: 'created',
    ...withRepository({ id: 2, name: 'crawler-countess', sender: classroomBot }),
  });
  expect(await many(db.owner, 'select name from participant order by id')).toEqual([
    { name: 'ada' },
    { name: 'countess' },
  ]);
  await send('push', push('two', { id: 2, name: 'crawler-countess', sender: { ...ada, login: 'Countess' } }));
  expect(await many(db.owner, 'select name from participant')).toEqual([{ name: 'ada' }]);
  expect(await many(db.owner, 'select count(*)::int as n from submission group by participant_id')).toEqual([{ n: 2 }]);
});

test("a stranger who took a student's old login does not become that student", async () => {
  await send('push', push('one'));
  const taken = push('two', { id: 2, name: 'crawler-ada', sender: { id: 999, login: 'ada' } });
  expect(await send('push', taken)).toMatchObject({
    outcome: 'ignored',
    reason: expect.stringContaining('another account'),
  });
});

test('"Re-run" grades the commit again, six times an hour and participant at most', async () => {
  await send('push', push('one'));
  expect(await send('check_run', rerequest('check_run', 'one'))).toMatchObject({
    reason: 'it is being graded already',
  });
  for (let i = 0; i < 6; i++) {
    await execute(db.owner, `update run set state = 'done'`);
    const event = i % 2 ? 'check_run' : 'check_suite';
    expect(await send(event, rerequest(event, 'one'))).toMatchObject({
      outcome: 'regrade',
      bells: new Set(['grading']),
    });
  }
  await execute(db.owner, `update run set state = 'done'`);
  expect(await send('check_run', rerequest('check_run', 'one'))).toMatchObject({
    outcome: 'ignored',
    bells: new Set(),
  });
  await execute(db.owner, `update delivery set received_at = received_at - interval '61 minutes'`);
  expect(await send('check_run', rerequest('check_run', 'one'))).toMatchObject({ outcome: 'regrade' });
  expect((await runs()).map(({ cause }) => cause)).toEqual(['hand-in', ...Array(7).fill('rerequest')]);
});

test('twenty requests at once, for different commits, are limited as well', async () => {
  for (let i = 0; i < 20; i++) await send('push', push(`c${i}`));
  await execute(db.owner, `update run set state = 'done'`);
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) => send('check_run', rerequest('check_run', `c${i}`))),
  );
  expect(all.filter(({ outcome }) => outcome === 'regrade')).toHaveLength(6);
});

test('a request for a commit that was not handed in, or by a bot, is ignored', async () => {
  await send('push', push('one'));
  await execute(db.owner, `update run set state = 'done'`);
  expect(await send('check_run', rerequest('check_run', 'other'))).toMatchObject({ outcome: 'ignored' });
  expect(await send('check_run', rerequest('check_run', 'one', { sender: classroomBot }))).toMatchObject({
    outcome: 'ignored',
  });
  expect(await send('check_suite', { ...rerequest('check_suite', 'one'), action: 'requested' })).toMatchObject({
    outcome: 'ignored',
    reason: 'the push itself is handed in',
  });
});

test('our comment that somebody edited or deleted is restored, at most every ten minutes', async () => {
  await commented();
  expect(await send('issue_comment', comment('edited', 31, { sender: mallory }))).toMatchObject({
    outcome: 'noted',
    reason: expect.stringContaining('mallory'),
    bells: new Set(['reporting']),
  });
  expect(await waits()).toBe(0);
  await execute(db.owner, 'update outbox set sent = wanted');
  await execute(db.owner, `update pull_request set comment_digest = 'written again'`);
  for (let i = 0; i < 5; i++) await send('issue_comment', comment('edited', 31, { sender: mallory }));
  expect(await waits()).toBeGreaterThan(9);
  expect(await waits()).toBeLessThanOrEqual(10);
  await send('issue_comment', comment('deleted', 31, { sender: mallory }));
  expect(await one(db.owner, 'select comment_id, comment_digest from pull_request')).toEqual({
    comment_id: null,
    comment_digest: null,
  });
});

test('our own edit of our comment, and whatever happens to others, restores nothing', async () => {
  await commented();
  await send('issue_comment', comment('edited', 31, { sender: { id: 4242, login: 'pushmark[bot]', type: 'Bot' } }));
  await send('issue_comment', comment('edited', 32, { sender: mallory }));
  await send('issue_comment', comment('created', 31, { sender: mallory }));
  expect(await reports()).toEqual([]);
});

test('an installation gives and takes access to repositories, and late reports are sent when it is back', async () => {
  await send('push', push('try', { ref: 'refs/heads/try' }));
  const given = [{ id: 1, name: 'lab-ada', full_name: 'School/lab-ada' }];
  await send('installation', { action: 'deleted', installation: { id: 77 }, repositories: given });
  expect(await one(db.owner, 'select installation_id from repository')).toEqual({ installation_id: null });
  await execute(db.owner, `update outbox set gave_up = 'no access'`);
  const back = await send('installation_repositories', {
    action: 'added',
    installation: { id: 78 },
    repositories_added: given,
  });
  expect(back.bells).toEqual(new Set(['reporting']));
  expect(
    await one(db.owner, 'select installation_id, gave_up from repository join outbox on repository_id = repository.id'),
  ).toEqual({ installation_id: 78, gave_up: null });
  await send('installation_repositories', { action: 'removed', installation: { id: 78 }, repositories_removed: given });
  expect(await one(db.owner, 'select installation_id from repository')).toEqual({ installation_id: null });
});

test('an App that was suspended has its repositories again when it is back, though GitHub names none of them', async () => {
  await send('push', push('one'));
  await send('push', push('try', { ref: 'refs/heads/try' }));
  await execute(db.owner, `update run set state = 'unavailable'`);
  await send('installation', { action: 'suspend', installation: { id: 77 } });
  await execute(db.owner, `update outbox set gave_up = 'suspended', attempts = 3`);
  const back = await send('installation', { action: 'unsuspend', installation: { id: 77 } });
  expect(back.bells).toEqual(new Set(['reporting', 'grading']));
  expect(await runs()).toMatchObject([{ sha: commit('one'), state: 'queued' }]);
  // How often it was tried is still known: GitHub may have carried it out.
  const joined = `select installation_id, gave_up, attempts from repository r join outbox on repository_id = r.id
    where subject like 'hand-in:%'`;
  expect(await one(db.owner, joined)).toEqual({ installation_id: 77, gave_up: null, attempts: 3 });
});

test('whatever else GitHub sends is noted', async () => {
  expect(await send('ping', { zen: 'Design for failure.', hook_id: 1 })).toMatchObject({ outcome: 'noted' });
  expect(await send('star', { action: 'created', ...withRepository() })).toMatchObject({ outcome: 'noted' });
  expect(await many(db.owner, 'select id from repository')).toEqual([]);
});

const hostile: [what: string, payload: unknown][] = [
  ['null', null],
  ['a list', []],
  ['a number', 7],
  ['a text', 'push'],
  ['an empty object', {}],
  [
    'numbers where texts belong',
    { ref: 7, after: 7, repository: { id: 'x', name: 7, owner: 7, default_branch: 7 }, sender: 7 },
  ],
  [
    'ids beyond every range',
    {
      ...push('x'),
      repository: { ...repository(), id: 1e300 },
      sender: { id: -1, login: 'x' },
      installation: { id: 2 ** 60 },
    },
  ],
  [
    'U+0000 and lone surrogates',
    push('x', { ref: 'refs/heads/\0\ud800', name: 'lab-\0', sender: { id: 5, login: '\udc00' } }),
  ],
  ['a branch name without end', push('x', { ref: `refs/heads/${'x'.repeat(1e6)}` })],
  ['words of JavaScript', push('x', { name: 'constructor', owner: '__proto__' })],
];

test.each(hostile)('%s is acknowledged, whatever the event', async (_, payload) => {
  for (const event of [
    'push',
    'create',
    'pull_request',
    'check_run',
    'check_suite',
    'issue_comment',
    'installation',
    'repository',
    'x',
  ]) {
    expect((await send(event, payload)).outcome).toMatch(/ignored|noted|handed-in/);
  }
});

function send(event: string, payload: unknown) {
  return processDelivery(db.web, delivery(event, payload));
}

function withRepository(shape: Parameters<typeof repository>[0] = {}) {
  return { repository: repository(shape), sender: shape.sender ?? ada, installation: { id: 77 } };
}

async function commented() {
  await send('pull_request', pullRequest('opened', 'main', 'one', { base: 'feedback' }));
  await execute(db.owner, `update pull_request set comment_id = 31, comment_digest = 'ours'`);
}

async function waits(): Promise<number> {
  const sql = `select round(extract(epoch from not_before - now()) / 60.0, 2)::float as minutes from outbox where kind = 'comment'`;
  return Math.max(0, (await one<{ minutes: number }>(db.owner, sql)).minutes);
}

/** What is to be told at once; the receipt of a queued run waits. */
async function reports(): Promise<string[]> {
  const rows = await many<{ report: string }>(
    db.owner,
    `select kind || ' ' || subject as report from outbox where sent < wanted and not_before <= now() order by id`,
  );
  return rows.map(({ report }) => report);
}

async function runs() {
  return many<{ sha: string; cause: string; state: string }>(
    db.owner,
    'select s.sha, r.cause, r.state from run r join submission s on s.id = r.submission_id order by r.id',
  );
}

async function pushed(payload: unknown, receivedAt: Date) {
  await processDelivery(db.web, delivery('push', payload, { receivedAt }));
}

async function inOrder() {
  const rows = await many<{ sha: string }>(db.owner, 'select sha from hand_in order by received_at, id');
  return rows.map(({ sha }) => sha);
}

async function handIns() {
  return many<{
    cause: string;
    branch: string;
    tag: string | null;
    sha: string;
    official: boolean;
    graded: boolean;
    receivedAt: Date;
  }>(
    db.owner,
    `select cause, branch, tag, sha, official, submission_id is not null as graded, ignored, received_at as "receivedAt"
     from hand_in order by id`,
  );
}
