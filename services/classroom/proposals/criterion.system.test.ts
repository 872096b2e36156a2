import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Case } from '#graders/check.ts';
import { judgement, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { execute, many, one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { syncCourse } from '../course/sync.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { type CourseFolder, courseFolder } from '../intake/testing/course-folder.ts';
import { findRun } from '../results/run.ts';
import { claimRun } from '../runs/claim.ts';
import { completeRun } from '../runs/complete.ts';
import { findRecorded } from '../runs/recorded.ts';
import { databaseStore } from '../store.ts';
import { type Decision, decideProposal } from './decide.ts';
import { proposeRegrade, regradableOfCourse } from './regrade.ts';

const first = 'title: Hello\nrubric:\n  - check: tests\n    points: 60\n  - check: race\n    points: 40\n';
/** Other tests, and other weights of the same ones. */
const second = first.replace('points: 60', 'points: 60\n    options: { weights: { TestA: 3 } }');
const actor = { id: 1, login: 'teacher' };
const cases: Case[] = ['TestA', 'TestB'].map((name, i) => ({
  ...{ name, verdict: i === 0 ? 'pass' : 'fail', weight: 1, visibility: 'visible' },
}));

let db: TestDatabase;
let folder: CourseFolder;
let course: number;
let assignment: number;
let old: Record<string, { submission: number; run: number }>;

beforeAll(async () => {
  db = await testDatabase();
});

beforeEach(async () => {
  await db.clear();
  folder = await courseFolder();
  await folder.assignment('lab', first);
  await folder.course('assignments: [lab]\n');
  await sync();
  course = (await one<{ id: number }>(db.owner, 'select id from course')).id;
  const seeded = await one<{ id: number; version: number }>(
    db.owner,
    'select id, current_version as version from assignment',
  );
  assignment = seeded.id;
  old = {};
  for (const [i, participant] of ['ada', 'ben'].entries())
    old[participant] = await seedSubmission(db.owner, {
      ...{ course, assignment: seeded, participant, repository: 10 + i, sha: `${i}`.repeat(40) },
      ...{ receivedAt: '2026-11-20T12:00:00Z' },
      judgements: {
        ...{ build: judgement(1), vet: judgement(1), format: judgement(1) },
        ...{ tests: judgement(0.5, { cases }), race: judgement(0) },
      },
    });
  await folder.assignment('lab', second);
  await folder.write('lab/tests/hello_test.go', 'package hello\n\n// mended\n');
  expect(await sync()).toMatchObject({ changed: [{ slug: 'lab', what: 'judging' }] });
  for (const { id } of await many<{ id: number }>(db.owner, `select id from proposal where state = 'open'`))
    await decide(id, 'discard');
});

afterEach(() => folder.remove());

afterAll(() => db?.close());

function sync() {
  return syncCourse(db.web, databaseStore(db.web), folder.dir);
}

const decide = (id: number, decision: Decision) =>
  transaction(db.web, (tx) => decideProposal(tx, course, id, decision, actor));

const regrade = (criterion: string) =>
  transaction(db.web, (tx) =>
    proposeRegrade(tx, { courseId: course, assignmentId: assignment, criterion, why: 'a race was none' }, actor),
  );

/** As a worker would: what it is asked to judge has full credit now. */
async function judged(): Promise<number[]> {
  const runs: number[] = [];
  for (;;) {
    const claim = await claimRun(db.worker, 'one', 60);
    if (!claim) return runs;
    expect(claim.only).toBe('race');
    const criteria = [{ name: 'race', check: 'race', state: 'judged', judgement: judgement(1) }] as const;
    const rest = { seed: '1', versions: {}, timings: { run: 5 }, tampering: [], findings: [] };
    expect(await completeRun(db.worker, claim, { criteria, mode: 'sealed', ...rest })).toBe('done');
    runs.push(claim.id);
  }
}

async function points(): Promise<Record<string, number | undefined>> {
  const { participants } = await gradesOfCourse(db.web, course);
  return Object.fromEntries(participants.map(({ participant, grades }) => [participant.name, grades[0]?.points]));
}

test('one criterion is judged again beside the grades, applied, and taken back', async () => {
  const id = (await regrade('race'))!;
  const runs = await judged();
  expect(runs).toHaveLength(2);
  expect(await points()).toEqual({ ada: 30, ben: 30 });
  expect(await decide(id, 'apply')).toBeUndefined();
  expect(await points()).toEqual({ ada: 85, ben: 85 });
  await decide(id, 'undo');
  expect(await points()).toEqual({ ada: 30, ben: 30 });
});

test('the others keep their evidence, say which run judged them, and weigh as the present version has it', async () => {
  await regrade('race');
  const [id] = await judged();
  const run = (await findRun(db.web, id!))!;
  expect(run.criteria.map(({ criterion, scored, keptRun }) => [criterion.name, scored.credit, keptRun])).toEqual([
    ['build', 1, old.ada!.run],
    ['vet', 1, old.ada!.run],
    ['format', 1, old.ada!.run],
    ['tests', 0.75, old.ada!.run],
    ['race', 1, undefined],
  ]);
  expect(run.mode).toBe('shared');
  const recorded = await findRecorded(db.web, id!);
  expect([recorded?.only, recorded?.criteria.map(({ name }) => name)]).toEqual(['race', ['race']]);
});

test('contradictions in what is kept still mark the run', async () => {
  const odd = JSON.stringify(judgement(0, { tampering: ['two ends'] }));
  const sql = `update criterion_result set credit = 0, judgement = $2 where run_id = $1 and name = 'tests'`;
  await execute(db.owner, sql, [old.ada!.run, odd]);
  await regrade('race');
  const [id] = await judged();
  expect((await findRun(db.web, id!))?.tampering).toEqual(['two ends']);
});

test('a gate cannot be graded again alone, nor what stands beside a criterion without evidence', async () => {
  expect(await regradableOfCourse(db.web, course)).toEqual(['format', 'race', 'tests', 'vet']);
  expect(await regrade('build')).toBeUndefined();
  expect(await regrade('nothing')).toBeUndefined();
  await execute(db.owner, `delete from criterion_result where run_id = $1 and name = 'vet'`, [old.ada!.run]);
  await regrade('race');
  expect(await judged()).toHaveLength(1);
});
