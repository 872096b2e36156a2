import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { processDelivery } from '#services/classroom/intake/index.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { ada, commit, delivery, pullRequest, push } from '#services/classroom/intake/testing/payloads.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { type Digest, getTree } from '#services/classroom/trees.ts';
import { many, one } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { syncCourse } from './sync.ts';

let db: TestDatabase;
let folder: CourseFolder;

beforeAll(async () => {
  db = await testDatabase();
});

beforeEach(async () => {
  await db.owner.query('truncate course, participant, repository, delivery, assignment, content cascade');
  folder = await courseFolder();
  await folder.assignment('lab');
  await folder.course('assignments: [lab]\n');
});

afterEach(() => folder.remove());

afterAll(() => db?.close());

test('a course and its assignments are taken over, with their files in the store', async () => {
  expect(await sync()).toEqual({
    ...{
      course: 'go',
      added: ['lab'],
      changed: [],
      unchanged: [],
      retired: [],
      broken: [],
      takenBy: [],
      mappedBy: [],
      waiting: [],
      refused: [],
      held: [],
    },
    ...{ problems: [], queued: 0 },
    linked: [{ slug: 'lab', lock: 'missing' }],
  });
  const version = await one<{ bundle: Digest; slug: string; organisations: string[] }>(
    db.owner,
    `select v.bundle, a.slug, c.organisations from assignment a join assignment_version v on v.id = a.current_version
     join course c on c.id = a.course_id`,
  );
  expect(version).toMatchObject({ slug: 'lab', organisations: ['school'] });
  const files = await getTree(databaseStore(db.worker), version.bundle);
  expect([...(files?.keys() ?? [])]).toContain('reference/hello.go');
});

test('a second sync without changes changes nothing', async () => {
  await sync();
  const before = await state();
  expect(await sync()).toMatchObject({ added: [], changed: [], unchanged: ['lab'] });
  expect(await state()).toEqual(before);
});

test('two syncs at once do what one does', async () => {
  await Promise.all([sync(), sync(), sync()]);
  expect(await one(db.owner, 'select count(*)::int as n from assignment_version')).toEqual({ n: 1 });
});

const changes: [what: string, path: string, text: string][] = [
  ['judging', 'lab/tests/hello_test.go', 'package hello // stricter\n'],
  ['rules', 'lab/assignment.yaml', 'title: Hello\nrubric:\n  - check: tests\n    points: 50\n'],
  ['text', 'lab/README.md', '# Hello\n'],
];

test.each(changes)('a change of %s becomes a new version that says so', async (what, path, text) => {
  await sync();
  await folder.write(path, text);
  expect(await sync()).toMatchObject({ changed: [{ slug: 'lab', what }], unchanged: [] });
  expect(await one(db.owner, 'select count(*)::int as n from assignment_version')).toEqual({ n: 2 });
});

test('a change taken back is the version that it was', async () => {
  await sync();
  const before = await state();
  await folder.write('lab/README.md', '# Hello\n');
  await sync();
  await folder.write('lab/README.md', '');
  await sync();
  expect(await state()).not.toEqual(before);
  await rm(join(folder.dir, 'lab/README.md'));
  await sync();
  expect(await state()).toEqual(before);
});

test('a broken assignment is reported and does not replace the version that works', async () => {
  await sync();
  const before = await state();
  await folder.write('lab/assignment.yaml', 'titel: Hello\n');
  await folder.assignment('good');
  await folder.course('assignments: [lab, good, nowhere]\n');
  const summary = await sync();
  expect(summary).toMatchObject({ added: ['good'], retired: [] });
  expect(summary.broken.map((b) => b.folder)).toEqual(['lab', 'nowhere']);
  expect(summary.broken[0]?.problems[0]).toMatchObject({ line: 1, message: expect.stringContaining('title') });
  expect((await state()).slice(0, 1)).toEqual(before);
});

test('an assignment that wants all tests sealed is broken without a lock that says so', async () => {
  const yaml = join(folder.dir, 'lab/assignment.yaml');
  await writeFile(yaml, `${await readFile(yaml, 'utf8')}judging: sealed\n`);
  const summary = await sync();
  expect(summary).toMatchObject({ added: [], linked: [] });
  expect(summary.broken).toMatchObject([
    {
      folder: 'lab',
      problems: [{ field: 'judging', message: expect.stringContaining('sealed.lock.json is missing') }],
    },
  ]);
});

test('two folders with one slug are told apart: the second is broken', async () => {
  await folder.assignment('other', 'title: Other\nslug: lab\nrubric:\n  - check: tests\n    points: 1\n');
  await folder.course('assignments: [lab, other]\n');
  const summary = await sync();
  expect(summary.broken).toMatchObject([{ folder: 'other', problems: [{ field: 'assignments[1]', line: 4 }] }]);
});

test('an assignment that left course.yaml is retired, and works again when it is back', async () => {
  await sync();
  await folder.course('assignments: []\n');
  expect(await sync()).toMatchObject({ retired: ['lab'] });
  expect(await sync()).toMatchObject({ retired: [] });
  expect(await send(push('one'))).toMatchObject({ outcome: 'ignored' });
  await folder.course('assignments: [lab]\n');
  expect(await sync()).toMatchObject({ unchanged: ['lab'], queued: 1 });
});

test('a course.yaml that cannot be read changes nothing', async () => {
  await sync();
  const before = await state();
  await writeFile(join(folder.dir, 'course.yaml'), 'title: Go\n');
  await expect(sync()).rejects.toThrow(InvalidInput);
  expect(await state()).toEqual(before);
});

test('a mapping to an assignment that does not exist is named at its line', async () => {
  await folder.course('assignments: [lab]\nrepositories:\n  School/X: {assignment: lap, student: ada}\n');
  expect((await sync()).problems).toMatchObject([{ line: 6, field: 'repositories.School/X.assignment' }]);
});

test('earlier pushes of a repository that is mapped later count, with the time of their arrival', async () => {
  await sync();
  const receivedAt = new Date('2026-11-20T22:00:00Z');
  await processDelivery(db.web, delivery('push', push('one', { name: 'project-x' }), { receivedAt }));
  await send(push('two', { name: 'project-x', ref: 'refs/heads/try' }));
  await send(push('three', { name: 'project-x', ref: 'refs/heads/side' }));
  await processDelivery(db.web, delivery('pull_request', pullRequest('opened', 'try', 'two', { name: 'project-x' })));
  await folder.course('assignments: [lab]\nrepositories:\n  school/Project-X: {assignment: lab, student: ada}\n');
  expect(await sync()).toMatchObject({ queued: 2, problems: [] });
  expect(await handIns()).toEqual([
    { cause: 'push', sha: commit('one'), official: true, graded: true },
    { cause: 'push', sha: commit('two'), official: false, graded: true },
    { cause: 'push', sha: commit('three'), official: false, graded: false },
    { cause: 'pull-request', sha: commit('two'), official: false, graded: true },
  ]);
  const first = await one(db.owner, 'select received_at as "receivedAt" from hand_in order by id limit 1');
  expect(first).toEqual({ receivedAt });
  expect(await sync()).toMatchObject({ queued: 0 });
});

test('an ambiguous repository is settled by a mapping', async () => {
  await folder.assignment('lab-1');
  await folder.course('assignments: [lab, lab-1]\n');
  await sync();
  await send(push('one', { name: 'lab-1-ada' }));
  await folder.course(
    'assignments: [lab, lab-1]\nrepositories:\n  school/lab-1-ada: {assignment: lab-1, student: ada}\n',
  );
  expect(await sync()).toMatchObject({ queued: 1 });
  expect(await owners()).toEqual([{ slug: 'lab-1', name: 'ada', match: 'mapped' }]);
});

test('a mapping wins over what a name said before: the hand-ins move to their owner, and are not graded twice', async () => {
  await sync();
  const shape = { name: 'lab-ada-1', sender: ada };
  await send(push('one', shape));
  await processDelivery(db.web, delivery('pull_request', pullRequest('opened', 'try', 'two', shape)));
  await send(push('three', { ...shape, ref: 'refs/heads/try' }));
  const closed = pullRequest('closed', 'try', 'three', { ...shape, state: 'closed' });
  await processDelivery(db.web, delivery('pull_request', closed));
  expect(await owners()).toEqual([{ slug: 'lab', name: 'ada-1', match: 'pattern' }]);
  await folder.course('assignments: [lab]\nrepositories:\n  school/lab-ada-1: {assignment: lab, student: ada}\n');
  expect(await sync()).toMatchObject({ queued: 0 });
  expect(await owners()).toEqual([{ slug: 'lab', name: 'ada', match: 'mapped' }]);
  const handedIn = await many(
    db.owner,
    `select p.name, count(*)::int as n from submission s join participant p on p.id = s.participant_id
     join hand_in h on h.submission_id = s.id group by p.name`,
  );
  expect(handedIn).toEqual([{ name: 'ada', n: 3 }]);
});

test('a repository that course.yaml comes to ignore hands in nothing any more', async () => {
  await sync();
  await send(push('one', { name: 'lab-starter' }));
  await folder.course('assignments: [lab]\nrepositories:\n  school/lab-starter: {ignore: true}\n');
  await sync();
  expect(await handIns()).toMatchObject([{ graded: false }]);
  expect(await send(push('two', { name: 'lab-starter' }))).toMatchObject({ outcome: 'ignored' });
});

test('a binding by name stays when the patterns change', async () => {
  await sync();
  await send(push('one'));
  await folder.course("assignments: [lab]\nnaming: ['other-<slug>-<login>']\n");
  expect(await sync()).toMatchObject({ queued: 0 });
  expect(await owners()).toEqual([{ slug: 'lab', name: 'ada', match: 'pattern' }]);
});

test('pushes that arrive during a sync are neither lost nor graded twice', async () => {
  const pushes = Array.from({ length: 15 }, (_, i) => push(`p${i}`, { id: 50 + i, name: `lab-s${i}` }));
  await Promise.all([sync(), ...pushes.map((payload) => send(payload)), sync()]);
  expect(await one(db.owner, 'select count(*)::int as runs from run')).toEqual({ runs: 15 });
});

function sync() {
  return syncCourse(db.web, databaseStore(db.web), folder.dir);
}

function send(payload: unknown) {
  return processDelivery(db.web, delivery('push', payload));
}

async function state() {
  return many(db.owner, 'select slug, title, current_version, retired from assignment order by position');
}

async function owners() {
  return many(
    db.owner,
    `select a.slug, p.name, r.match from repository r join assignment a on a.id = r.assignment_id
     join participant p on p.id = r.participant_id`,
  );
}

async function handIns() {
  return many(db.owner, 'select cause, sha, official, submission_id is not null as graded from hand_in order by id');
}
