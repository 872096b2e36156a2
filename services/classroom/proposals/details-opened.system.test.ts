import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { criterion, judgement, seedCourse, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { execute, many } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { noRules } from '../rules/document.ts';
import { reportOpenedDetails } from './details-opened.ts';

let db: TestDatabase;
let courseId: number;

const before = new Date('2026-11-20T22:58:59Z');
const after = new Date('2026-11-20T22:59:00Z');

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(() => db?.close());

beforeEach(() => db.clear());

async function seed(visibility: 'after-due' | 'visible') {
  const { course, assignments } = await seedCourse(db.owner, 'go', { lab: [criterion('tests', 10, { visibility })] });
  courseId = course.id;
  const common = { course: courseId, assignment: assignments.get('lab')!, participant: 'ada', repository: 1 };
  const judgements = { tests: judgement(1) };
  const rules = { ...noRules, due: after.toISOString() };
  await seedSubmission(db.owner, { ...common, sha: 'a'.repeat(40), receivedAt: '2026-11-20T20:00:00Z', judgements });
  await execute(db.owner, 'update assignment set rules = $1', [rules]);
}

const reports = async () =>
  (await many<{ wanted: number }>(db.owner, 'select wanted from outbox')).map((o) => o.wanted);

test('reports are written again when what is shown after the due date opens, once, and by the worker', async () => {
  await seed('after-due');
  expect(await reportOpenedDetails(db.worker, before)).toBe(0);
  const [one, other] = await Promise.all([
    reportOpenedDetails(db.worker, after),
    reportOpenedDetails(db.worker, after),
  ]);
  expect([one + other, await reports()]).toEqual([1, [1]]);
  expect(await reportOpenedDetails(db.worker, after)).toBe(0);
});

test('an extension granted afterwards closes it for everybody, and it opens at the new date', async () => {
  await seed('after-due');
  await reportOpenedDetails(db.worker, after);
  await execute(
    db.owner,
    `insert into extension (course_id, minutes, participant_id, reason, granted_by)
     select $1, 60, id, 'ill', 'prof' from participant`,
    [courseId],
  );
  expect(await reportOpenedDetails(db.worker, after)).toBe(1);
  expect(await reportOpenedDetails(db.worker, new Date(after.getTime() + 3_600_000))).toBe(1);
  expect(await reports()).toEqual([3]);
});

test('nothing is written again for an assignment that shows the same before and after', async () => {
  await seed('visible');
  expect(await reportOpenedDetails(db.worker, after)).toBe(0);
});
