import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Case } from '#graders/check.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { many } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { testFigures } from './test-figures.ts';

let db: TestDatabase;
let course: number;
const runs: number[] = [];

const cases = (list: Readonly<Record<string, Case['verdict']>>, more: Partial<Case> = {}): Case[] =>
  Object.entries(list).map(([name, verdict]) => ({ name, verdict, weight: 1, visibility: 'visible', ...more }));

const handed = {
  ada: judgement(0.5, { cases: cases({ TestA: 'pass', TestB: 'fail' }) }),
  ben: judgement(0, { cases: cases({ TestA: 'fail', TestB: 'missing' }, { output: 'x'.repeat(9000), flaky: true }) }),
  cleo: judgement(0.5, { cases: cases({ TestC: 'skip', TestB: 'fail', TestA: 'pass' }) }),
  dan: judgement(0, { cases: cases({ TestA: 'pass', TestB: 'pass' }), tampering: ['it wrote its own verdict'] }),
};

beforeAll(async () => {
  db = await testDatabase();
  const drop = { TestB: 'the task is unclear there' };
  const seeded = await seedCourse(db.owner, 'go', { lab: [criterion('tests', 10, { drop }), criterion('vet', 0)] });
  course = seeded.course.id;
  for (const [n, [participant, tests]] of Object.entries(handed).entries()) {
    const judgements = { tests, vet: judgement(n === 0 ? 0.5 : 1) };
    const { run } = await seedSubmission(db.owner, {
      ...{ course, assignment: seeded.assignments.get('lab')!, participant, repository: n + 1 },
      ...{ sha: `${n}`.repeat(40), receivedAt: '2026-11-20T12:00:00Z', judgements },
    });
    runs.push(run);
  }
});

afterAll(() => db?.close());

test('of each result stands beside it, in letters, how its cases came out, and which there are', async () => {
  const sql = `select verdicts, tampered, dense_rank() over (order by shape) as shape from criterion_result
    where name = $1 order by run_id`;
  const rows = await many<{ verdicts: string; tampered: boolean; shape: number }>(db.worker, sql, ['tests']);
  expect(rows.map(({ verdicts, tampered }) => [verdicts, tampered])).toEqual([
    ['pf', false],
    ['FM', false],
    ['sfp', false],
    ['pp', true],
  ]);
  const [ada, ben, cleo, dan] = rows.map(({ shape }) => shape);
  expect([ben === ada, cleo === ada, dan === ada]).toEqual([true, false, true]);
  expect(await many(db.worker, 'select from criterion_result where name = $1 and shape is not null', ['vet'])).toEqual(
    [],
  );
});

test('a class without one of its tests is graded and counted from these; what contradicts itself still earns nothing', async () => {
  const { participants } = await gradesOfCourse(db.web, course);
  const points = participants.map(({ participant, grades }) => [participant.name, grades[0]?.points]);
  expect(points).toEqual([
    ['ada', 10],
    ['ben', 0],
    ['cleo', 5],
    ['dan', 0],
  ]);
  const { criteria, cases: counted } = await testFigures(db.web, course, runs);
  expect(criteria).toEqual([
    { name: 'tests', runs: 4, failed: 3, credit: 1.5 / 4 },
    { name: 'vet', runs: 4, failed: 1, credit: 3.5 / 4 },
  ]);
  expect(counted).toEqual([
    { criterion: 'tests', name: 'TestB', runs: 4, failed: 3, flaky: 1, dropped: true },
    { criterion: 'tests', name: 'TestA', runs: 4, failed: 1, flaky: 1, dropped: false },
    { criterion: 'tests', name: 'TestC', runs: 1, failed: 0, flaky: 0, dropped: false },
  ]);
});
