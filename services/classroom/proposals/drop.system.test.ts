import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Case } from '#graders/check.ts';
import { judgement, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { syncCourse } from '../course/sync.ts';
import { loadAssignmentView } from '../gradebook/assignment.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { type CourseFolder, courseFolder } from '../intake/testing/course-folder.ts';
import { findRun } from '../results/run.ts';
import { seenBy } from '../results/seen.ts';
import { databaseStore } from '../store.ts';
import { type Decision, decideProposal, enact } from './decide.ts';
import { differenceOf } from './difference.ts';
import { preview } from './preview.ts';
import { findProposal } from './proposal.ts';

const yaml = 'title: Hello\nrubric:\n  - check: tests\n    points: 90\n';
const hidden = yaml.replace('title: Hello', 'title: Hello\nvisibility: hidden');
const withDrop = (text: string) => `${text}drop: { TestTop/empty: the task is unclear there }\n`;
const actor = { id: 1, login: 'teacher' };
const verdicts = (...list: Case['verdict'][]): Case[] =>
  ['TestTop/empty', 'TestTop/full', 'TestSum'].map((name, i) => ({
    ...{ name, verdict: list[i] ?? 'fail', weight: i === 2 ? 1 : 0.5, visibility: 'visible' },
  }));

let db: TestDatabase;
let folder: CourseFolder;
let course: { id: number; slug: string; title: string; timeZone: string };
let runs: Record<string, number>;

beforeAll(async () => {
  db = await testDatabase();
});

beforeEach(async () => {
  await db.clear();
  folder = await courseFolder();
  await folder.assignment('lab', yaml);
  await folder.write('lab/tests/hello_test.go', 'package hello\n\nfunc TestTop() {}\nfunc TestSum() {}\n');
  await folder.course('assignments: [lab]\n');
  await sync();
  course = await one(db.owner, 'select id, slug, title, time_zone as "timeZone" from course');
  runs = {
    ada: await seed('ada', 1, verdicts('pass', 'pass', 'pass')),
    ben: await seed('ben', 0.75, verdicts('fail', 'pass', 'pass')),
    cleo: await seed('cleo', 0.25, verdicts('pass', 'fail', 'fail')),
  };
});

afterEach(() => folder.remove());

afterAll(() => db?.close());

async function seed(participant: string, credit: number, cases: readonly Case[]): Promise<number> {
  const assignment = await one<{ id: number; version: number }>(
    db.owner,
    'select id, current_version as version from assignment',
  );
  const repository = participant.charCodeAt(0);
  const all = { tests: judgement(credit, { cases }), build: judgement(1), vet: judgement(1), format: judgement(1) };
  const { run } = await seedSubmission(db.owner, {
    ...{ course: course.id, assignment, participant, repository, sha: `${repository % 10}`.repeat(40) },
    ...{ receivedAt: '2026-11-20T12:00:00Z', judgements: all },
  });
  return run;
}

function sync() {
  return syncCourse(db.web, databaseStore(db.web), folder.dir);
}

async function points(): Promise<Record<string, number | undefined>> {
  const { participants } = await gradesOfCourse(db.web, course.id);
  return Object.fromEntries(participants.map(({ participant, grades }) => [participant.name, grades[0]?.points]));
}

async function openProposal() {
  const { id } = await one<{ id: number }>(db.owner, `select id from proposal where state = 'open'`);
  return (await findProposal(db.web, course.id, id))!;
}

const decide = (id: number, decision: Decision) =>
  transaction(db.web, (tx) => decideProposal(tx, course.id, id, decision, actor));

const before = { ada: 90, ben: 67.5, cleo: 22.5 };
const after = { ada: 90, ben: 90, cleo: 0 };

test('a dropped test is a rescore of stored cases: difference first, applied, taken back, and no run for it', async () => {
  await folder.assignment('lab', withDrop(yaml));
  await folder.write('lab/tests/hello_test.go', 'package hello\n\nfunc TestTop() {}\nfunc TestSum() {}\n');
  expect(await sync()).toMatchObject({ held: [{ slug: 'lab', moved: 2 }], changed: [{ slug: 'lab', what: 'rules' }] });
  expect(await points()).toEqual(before);
  const proposal = await openProposal();
  const shown = await preview(db.web, course.id, (tx) => enact(tx, proposal, 'apply'));
  const { moved } = differenceOf(proposal.assignment.id, shown.before, shown.after);
  expect(moved.map((one) => [one.participant.name, one.after.points, one.why])).toEqual([
    ['ben', 90, ['a test was dropped']],
    ['cleo', 0, ['a test was dropped']],
  ]);
  await decide(proposal.id, 'apply');
  expect(await points()).toEqual(after);
  expect(await one(db.owner, 'select count(*)::int as n from run')).toEqual({ n: 3 });
  await decide(proposal.id, 'undo');
  expect(await points()).toEqual(before);
});

test('other weights are one, too', async () => {
  const weights = yaml.replace('points: 90', 'points: 90\n    options: { weights: { TestTop: 2, TestTop/empty: 3 } }');
  await folder.assignment('lab', weights);
  await folder.write('lab/tests/hello_test.go', 'package hello\n\nfunc TestTop() {}\nfunc TestSum() {}\n');
  await sync();
  await decide((await openProposal()).id, 'apply');
  expect(await points()).toEqual({ ada: 90, ben: 45, cleo: 45 });
  await seed('dan', 0.5, verdicts('pass', 'fail', 'fail'));
  expect(await points()).toMatchObject({ ada: 90, dan: 45 });
});

test('pages say the same as grades, and what was dropped with its reason', async () => {
  await folder.assignment('lab', withDrop(yaml));
  await folder.write('lab/tests/hello_test.go', 'package hello\n\nfunc TestTop() {}\nfunc TestSum() {}\n');
  await sync();
  await decide((await openProposal()).id, 'apply');
  const run = (await findRun(db.web, runs.ben!))!;
  expect(run.score?.score).toBe(90);
  const outcome = run.criteria.find(({ criterion }) => criterion.name === 'tests');
  expect(outcome).toMatchObject({
    dropped: 1,
    judgement: { cases: [{ dropped: 'the task is unclear there' }, {}, {}] },
  });
  const view = await loadAssignmentView(db.web, { course, sections: undefined }, 'lab');
  expect(view?.criteria.find(({ name }) => name === 'tests')).toMatchObject({ failed: 1, credit: 2 / 3 });
  expect(view?.cases.flatMap(({ name, dropped }) => (dropped ? [name] : []))).toEqual(['TestTop/empty']);
});

test('subtests of subtests hang where they hung when they were judged', async () => {
  const deep = (name: string, verdict: Case['verdict']): Case => ({
    ...{ name: `TestTop/a/${name}`, verdict, weight: 0.1, visibility: 'visible' },
    below: ['TestTop', 'TestTop/a'],
  });
  const [empty, full, sum] = verdicts('fail', 'pass', 'pass') as [Case, Case, Case];
  const run = await seed('dan', 0.1, [empty, deep('1', 'pass'), deep('2', 'fail'), full, sum]);
  await folder.assignment('lab', withDrop(yaml));
  await folder.write('lab/tests/hello_test.go', 'package hello\n\nfunc TestTop() {}\nfunc TestSum() {}\n');
  await sync();
  await decide((await openProposal()).id, 'apply');
  expect((await points()).dan).toBe(78.75);
  expect((await findRun(db.web, run))?.score?.score).toBe(78.75);
});

test('of a hidden test a student learns that one was dropped, and neither its name nor the reason', async () => {
  await folder.assignment('lab', withDrop(hidden));
  await folder.write('lab/tests/hello_test.go', 'package hello\n\nfunc TestTop() {}\nfunc TestSum() {}\n');
  await sync();
  await decide((await openProposal()).id, 'apply');
  const seen = seenBy((await findRun(db.web, runs.ben!))!, { viewer: 'participant', now: new Date(), due: undefined });
  const outcome = seen.criteria.find(({ criterion }) => criterion.name === 'tests');
  expect(outcome?.dropped).toBe(1);
  expect(JSON.stringify(outcome?.judgement)).not.toMatch(/TestTop|unclear/);
});
