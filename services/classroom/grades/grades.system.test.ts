import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { criterion, judgement, seedCourse, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { loadAssignmentView } from '../gradebook/assignment.ts';
import { loadGradebook } from '../gradebook/load.ts';
import { findRun } from '../results/run.ts';
import { noRules } from '../rules/document.ts';
import { gradesOfCourse, gradesOfParticipant } from './course.ts';

let db: TestDatabase;
let courseId: number;
let lab: { id: number; version: number };
let seeded: { submission: number; run: number }[];

const due = '2026-11-20T22:59:00.000Z';
const now = new Date('2027-01-01T00:00:00Z');
const late = { perDay: 0.1, cap: 1, slipDays: 0, slipDaysEach: 0 };

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(() => db?.close());

/** ada: 60 in time, 100 a day late; ben: nothing. */
beforeEach(async () => {
  await db.clear();
  const { course, assignments } = await seedCourse(db.owner, 'go', {
    lab: [criterion('build', 0, { gate: true }), criterion('tests', 100)],
  });
  courseId = course.id;
  lab = assignments.get('lab')!;
  await rules({});
  seeded = [];
  for (const [sha, receivedAt, credit] of [
    ['a', '2026-11-20T20:00:00Z', 0.6],
    ['b', '2026-11-21T20:00:00Z', 1],
  ] as const) {
    const judgements = { build: judgement(1), tests: judgement(credit) };
    const common = { course: courseId, assignment: lab, participant: 'ada', repository: 1 };
    seeded.push(await seedSubmission(db.owner, { ...common, sha: sha.repeat(40), receivedAt, judgements }));
  }
  await execute(db.owner, `insert into participant (course_id, kind, name) values ($1, 'student', 'ben')`, [courseId]);
});

test('grades follow the rules of the assignment, from stored evidence', async () => {
  expect(await grade()).toMatchObject({
    points: 90,
    maxPoints: 100,
    why: { counting: { daysLate: 1, deduction: 10 } },
  });
  await rules({ cutoff: due });
  expect(await grade()).toMatchObject({ points: 60, why: { counting: { runId: seeded[0]?.run } } });
  await rules({ counts: 'best', late: { ...late, perDay: 0.5 } });
  expect(await grade()).toMatchObject({ points: 60, why: { counting: { by: 'best' } } });
  expect(await gradesOfCourse(db.web, courseId, now)).toMatchObject({
    participants: [{ participant: { name: 'ada' } }, { participant: { name: 'ben' }, grades: [{ state: 'missing' }] }],
  });
});

test('the gradebook shows the grade, not the newest score, and signs beside it', async () => {
  const course = { id: courseId, slug: 'go', title: '', timeZone: 'Europe/Berlin' };
  const cells = async () => {
    const { rows } = await loadGradebook(db.web, { course, sections: undefined }, now);
    return rows.map((row) => row.cells[0]);
  };
  expect(await cells()).toMatchObject([
    { points: 90, handedIn: true, signs: ['late'] },
    { points: undefined, handedIn: false, signs: ['missing'] },
  ]);
  await rules({ cutoff: due });
  expect(await cells()).toMatchObject([{ points: 60, maxPoints: 100, signs: [] }, {}]);
  expect(await loadGradebook(db.web, { course, sections: ['B'] }, now)).toMatchObject({ rows: [], participants: 0 });
});

test('an extension granted afterwards counts at once, of the section too, and none that was revoked', async () => {
  await rules({ cutoff: due });
  const grant = (to: string) =>
    execute(
      db.web,
      `insert into extension (course_id, minutes, reason, granted_by, ${to})
       values ($1, 1440, 'ill', 'prof', ${to === 'section' ? `'A'` : `(select id from participant where name = 'ada')`})`,
      [courseId],
    );
  await grant('participant_id');
  expect(await grade()).toMatchObject({ points: 100, why: { deadline: { extension: { reason: 'ill' } } } });
  await execute(db.web, 'update extension set revoked_at = now()');
  expect(await grade()).toMatchObject({ points: 60 });
  await grant('section');
  expect(await grade()).toMatchObject({ points: 60 });
  const entry = `insert into roster_entry (course_id, participant_id, name, section)
    select course_id, id, name, 'A' from participant where name = 'ada'`;
  await execute(db.web, entry);
  expect(await grade()).toMatchObject({ points: 100 });
});

test('what staff chose, set, or excused stands until it is taken back', async () => {
  await execute(
    db.web,
    `insert into chosen_submission (submission_id, by_staff, chosen_by) values ($1, true, 'prof')`,
    [seeded[0]?.submission],
  );
  expect(await grade()).toMatchObject({ points: 60, why: { counting: { by: 'staff', chosenBy: 'prof' } } });
  const set = `insert into override (assignment_id, participant_id, points, reason, set_by)
    select $1, id, $2, 'why', 'prof' from participant where name = 'ada'`;
  await execute(db.web, set, [lab.id, 42]);
  expect(await grade()).toMatchObject({ points: 42, why: { override: { setBy: 'prof' }, counting: { points: 60 } } });
  await execute(db.web, 'update override set revoked_at = now()');
  await execute(db.web, set, [lab.id, null]);
  expect(await grade()).toMatchObject({ state: 'excused', points: undefined });
  await execute(db.web, 'update override set revoked_at = now()');
  await execute(db.web, 'update chosen_submission set revoked_at = now()');
  expect(await grade()).toMatchObject({ points: 90 });
});

test('the applied points are those of the version that scores, for evidence of the same judging only', async () => {
  const version = async (judging: string) =>
    (
      await one<{ id: number }>(
        db.owner,
        `insert into assignment_version (assignment_id, bundle, judging, rules, document)
         select assignment_id, bundle, $2, 'other', $3 from assignment_version where id = $1 returning id`,
        [lab.version, judging, { rubric: [criterion('tests', 50)] }],
      )
    ).id;
  const { judging } = await one<{ judging: string }>(db.owner, 'select judging from assignment_version');
  const same = await version(judging);
  await execute(db.owner, 'update assignment set current_version = $1, scored_by = null', [same]);
  expect(await grade()).toMatchObject({ points: 45, maxPoints: 50 });
  await execute(db.owner, 'update assignment set current_version = $1, scored_by = $2', [same, lab.version]);
  expect(await grade()).toMatchObject({ points: 90, maxPoints: 100 });
  expect((await findRun(db.web, seeded[1]!.run))?.score).toMatchObject({ score: 100, maxScore: 100 });
  await execute(db.owner, 'update assignment set current_version = $1, scored_by = null', [
    await version('other tests'),
  ]);
  expect(await grade()).toMatchObject({ points: 90, maxPoints: 100 });
});

test('the slowest of the runs that count are told, longest first, of one section only', async () => {
  const common = { course: courseId, assignment: lab, receivedAt: '2026-11-20T20:00:00Z' };
  const others = [];
  for (const n of [2, 3, 4]) {
    const own = { participant: `p${n}`, repository: n, sha: `${n}`.repeat(40), judgements: { tests: judgement(1) } };
    others.push((await seedSubmission(db.owner, { ...common, ...own })).run);
  }
  const took = `update run set started_at = finished_at - make_interval(secs => $2) where id = $1`;
  const [first, second] = seeded.map(({ run }) => run);
  const seconds = [first, second, ...others].map((run, i) => [run, [99, 4.5, 12, 0, 7][i]] as const);
  for (const row of seconds) await execute(db.owner, took, row);
  const entry = `insert into roster_entry (course_id, participant_id, name, section)
    select course_id, id, name, 'A' from participant where name in ('ada', 'p4')`;
  await execute(db.owner, entry);
  const slowest = async (sections: string[] | undefined) => {
    const course = { id: courseId, slug: 'go', title: '', timeZone: 'Europe/Berlin' };
    const view = await loadAssignmentView(db.web, { course, sections }, 'lab');
    return view?.slowest.map(({ participant, seconds: took }) => [participant, took]);
  };
  expect(await slowest(undefined)).toEqual([
    ['p2', 12],
    ['p4', 7],
    ['ada', 4.5],
  ]);
  expect(await slowest(['A'])).toEqual([
    ['p4', 7],
    ['ada', 4.5],
  ]);
});

test('a commit that cannot be had is told from trouble of ours, with the reason', async () => {
  await execute(db.owner, 'update run_choice set undone_at = now()');
  await execute(db.owner, `update run set state = case when id = $1 then 'errored' else 'unavailable' end`, [
    seeded[0]?.run,
  ]);
  await execute(db.owner, `update submission set unavailable = 'It is too big.' where id = $1`, [
    seeded[1]?.submission,
  ]);
  expect(await grade()).toMatchObject({
    state: 'waiting',
    why: {
      attempts: [{ state: 'trouble' }, { state: 'unavailable', not: { words: expect.stringContaining('too big') } }],
    },
  });
});

test('trouble of ours is no attempt, and practice is none', async () => {
  await rules({ attempts: 1 });
  await execute(db.owner, `update run_choice set undone_at = now() where submission_id = $1`, [seeded[0]?.submission]);
  await execute(db.owner, `update run set state = 'errored' where id = $1`, [seeded[0]?.run]);
  expect(await grade()).toMatchObject({
    points: 90,
    why: { attempts: [{ not: { reason: 'our-trouble' } }, { number: 1 }] },
  });
  await execute(db.owner, 'update hand_in set official = false where submission_id = $1', [seeded[1]?.submission]);
  expect(await grade()).toMatchObject({ state: 'waiting' });
});

test('each member has the grade of the group, and a group the extensions of its members', async () => {
  await execute(db.owner, `update participant set kind = 'group', name = 'team' where name = 'ada'`);
  await execute(
    db.owner,
    `insert into group_member select (select id from participant where name = 'team'), id
    from participant where name = 'ben'`,
  );
  expect(await grade('ben')).toMatchObject({ points: 90 });
  await execute(
    db.owner,
    `insert into extension (course_id, assignment_id, participant_id, until, reason, granted_by)
     select $1, $2, id, '2026-11-22T00:00:00Z', 'ill', 'prof' from participant where name = 'ben'`,
    [courseId, lab.id],
  );
  expect(await grade('ben')).toMatchObject({ points: 100 });
});

test('nobody has no grades', async () => {
  expect(await gradesOfParticipant(db.web, 999_999)).toBeUndefined();
});

async function rules(more: object) {
  await execute(db.owner, 'update assignment set rules = $1', [{ ...noRules, due, late, ...more }]);
}

/** As the participant sees it; the course says the same. */
async function grade(name = 'ada') {
  const { id } = await one<{ id: number }>(db.owner, 'select id from participant where name = $1', [name]);
  const own = await gradesOfParticipant(db.web, id, now);
  const all = await gradesOfCourse(db.web, courseId, now);
  expect(all.participants.find(({ participant }) => participant.id === id)).toEqual(own?.participants[0]);
  return own?.participants[0]?.grades[0];
}
