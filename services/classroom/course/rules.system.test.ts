import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { processDelivery } from '#services/classroom/intake/process.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { delivery, pullRequest, push } from '#services/classroom/intake/testing/payloads.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { execute, many, one } from '#services/platform/database.ts';
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
});

afterEach(() => folder.remove());

afterAll(() => db?.close());

const due = (day: number) => `assignments: [{folder: lab, due: 2026-11-${day} 23:59, counts: best}]\n`;

test('rules of course.yaml are applied to the assignment, and a change of them is told and noted', async () => {
  await folder.course(due(20));
  expect(await sync()).toMatchObject({ added: ['lab'] });
  expect(await rules()).toMatchObject({ due: '2026-11-20T23:59:00.000Z', counts: 'best', weight: 1 });
  expect(await sync()).toMatchObject({ unchanged: ['lab'] });
  await folder.course(due(21));
  expect(await sync()).toMatchObject({ changed: [{ slug: 'lab', what: 'rules' }] });
  expect(await rules()).toMatchObject({ due: '2026-11-21T23:59:00.000Z' });
  const noted = `select actor, subject, before ->> 'due' as before, after ->> 'due' as after from audit
    where action = 'rules.change' order by id`;
  expect(await many(db.owner, noted)).toEqual([
    { actor: 'course.yaml', subject: 'lab', before: null, after: '2026-11-20T23:59:00.000Z' },
    { actor: 'course.yaml', subject: 'lab', before: '2026-11-20T23:59:00.000Z', after: '2026-11-21T23:59:00.000Z' },
  ]);
});

test('what a sync changes stands in the log: what came, what judges, points that hold at once, what left and came back', async () => {
  const rubric = (points: number) => `title: Lab\nrubric:\n  - check: tests\n    points: ${points}\n`;
  const noted = () =>
    many<{ action: string; before: unknown; after: unknown }>(
      db.owner,
      `with gone as (delete from audit returning *)
       select action, before, after from gone where action <> 'rules.change' order by id`,
    );
  const changed = async () => {
    await sync();
    return (await noted()).map(({ action }) => action).sort();
  };
  await folder.assignment('lab', rubric(60));
  await folder.assignment('other');
  await folder.course('assignments: [lab]\n');
  expect(await changed()).toEqual(['assignment.add']);
  expect(await changed()).toEqual([]);
  await folder.assignment('lab', rubric(80));
  await sync();
  const worth = (points: number) => ({ tests: expect.objectContaining({ points }) });
  expect(await noted()).toEqual([
    { action: 'points.change', before: expect.objectContaining(worth(60)), after: expect.objectContaining(worth(80)) },
  ]);
  await folder.write('lab/tests/hello_test.go', 'package hello // other\n');
  expect(await changed()).toEqual(['judging.change']);
  await folder.course('assignments: [other]\n');
  expect(await changed()).toEqual(['assignment.add', 'assignment.retire']);
  await folder.course('assignments: [lab, other]\n');
  expect(await changed()).toEqual(['assignment.return']);
});

test('after a change of rules what GitHub was told is told again, and after none it is not', async () => {
  await folder.course(due(20));
  await sync();
  await processDelivery(db.web, delivery('push', push('one')));
  await processDelivery(db.web, delivery('pull_request', pullRequest('opened', 'main', 'one', { base: 'feedback' })));
  const comments = () => many(db.owner, `select subject from outbox where kind = 'comment'`);
  await sync();
  expect(await comments()).toEqual([]);
  await folder.course(due(21));
  await sync();
  expect(await comments()).toEqual([{ subject: '1#1' }]);
});

test('staff comes and goes with course.yaml, and who stays keeps the account that was found', async () => {
  await folder.course('staff: {Ada: teacher, ben: {role: assistant, sections: [A]}}\nassignments: [lab]\n');
  await sync();
  await execute(db.owner, `update staff set github_id = 7 where login = 'ada'`);
  await folder.course('staff: {ada: observer, cleo: teacher}\nassignments: [lab]\n');
  await sync();
  expect(await many(db.owner, 'select login, role, sections, github_id from staff order by login')).toEqual([
    { login: 'ada', role: 'observer', sections: [], github_id: 7 },
    { login: 'cleo', role: 'teacher', sections: [], github_id: null },
  ]);
  await sync();
  expect(await one(db.owner, `select count(*)::int as n from audit where action = 'staff.change'`)).toEqual({ n: 2 });
});

function sync() {
  return syncCourse(db.web, databaseStore(db.web), folder.dir);
}

async function rules() {
  return (await one<{ rules: object }>(db.owner, 'select rules from assignment')).rules;
}
