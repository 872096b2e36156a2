import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { judgement, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { execute, many, one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { syncCourse } from '../course/sync.ts';
import { gradesOfCourse } from '../grades/course.ts';
import { type CourseFolder, courseFolder } from '../intake/testing/course-folder.ts';
import { findSubmission } from '../results/submission.ts';
import { databaseStore } from '../store.ts';
import { type Decision, decideProposal, enact } from './decide.ts';
import { differenceOf } from './difference.ts';
import { preview } from './preview.ts';
import { findProposal, type Regrade } from './proposal.ts';
import { proposeRegrade } from './regrade.ts';

const rubric = (tests: number, race: number) =>
  `title: Hello\nrubric:\n  - check: tests\n    points: ${tests}\n  - check: race\n    points: ${race}\n`;
const actor = { id: 1, login: 'teacher' };

let db: TestDatabase;
let folder: CourseFolder;
let course: number;
let assignment: { id: number; version: number };
let submissions: Record<string, { submission: number; run: number }>;

beforeAll(async () => {
  db = await testDatabase();
});

beforeEach(async () => {
  await db.clear();
  folder = await courseFolder();
  await folder.assignment('lab', rubric(60, 40));
  await folder.course('assignments: [lab]\n');
  await sync();
  course = (await one<{ id: number }>(db.owner, 'select id from course')).id;
  assignment = await one(db.owner, 'select id, current_version as version from assignment');
  submissions = {};
  for (const [i, [name, tests, race]] of (
    [
      ['ada', 1, 1],
      ['ben', 1, 0.5],
      ['cleo', 0, 1],
    ] as const
  ).entries())
    submissions[name] = await seedSubmission(db.owner, {
      ...{ course, assignment, participant: name, repository: 10 + i, sha: `${i}`.repeat(40) },
      receivedAt: '2026-11-20T12:00:00Z',
      judgements: {
        tests: judgement(tests),
        race: judgement(race),
        build: judgement(1),
        vet: judgement(1),
        format: judgement(1),
      },
    });
});

afterEach(() => folder.remove());

afterAll(() => db?.close());

function sync() {
  return syncCourse(db.web, databaseStore(db.web), folder.dir);
}

async function points(): Promise<Record<string, number | undefined>> {
  const { participants } = await gradesOfCourse(db.web, course);
  return Object.fromEntries(participants.map(({ participant, grades }) => [participant.name, grades[0]?.points]));
}

async function decide(id: number, decision: Decision): Promise<string | undefined> {
  return transaction(db.web, (tx) => decideProposal(tx, course, id, decision, actor));
}

async function openProposal() {
  const { id } = await one<{ id: number }>(db.owner, `select id from proposal where state = 'open'`);
  return (await findProposal(db.web, course, id))!;
}

const first = { ada: 100, ben: 80, cleo: 40 };
const second = { ada: 100, ben: 85, cleo: 30 };

describe('new points from the course repository', () => {
  test('that move grades wait, with the difference, and change nothing until they are applied', async () => {
    await folder.assignment('lab', rubric(70, 30));
    const { held } = await sync();
    expect(held).toMatchObject([{ slug: 'lab', moved: 2 }]);
    expect(await points()).toEqual(first);
    const proposal = await openProposal();
    const { before, after } = await preview(db.web, course, (tx) => enact(tx, proposal, 'apply'));
    const { moved, raised, lowered, histogram } = differenceOf(assignment.id, before, after);
    expect(moved.map((m) => [m.participant.name, m.before.points, m.after.points, m.why])).toEqual([
      ['ben', 80, 85, ['its criteria or tests are worth something else']],
      ['cleo', 40, 30, ['its criteria or tests are worth something else']],
    ]);
    expect([raised, lowered]).toEqual([1, 1]);
    expect(histogram).toEqual({ before: [0, 0, 0, 0, 1, 0, 0, 0, 1, 1], after: [0, 0, 0, 1, 0, 0, 0, 0, 1, 1] });
    expect(await points()).toEqual(first);
  });

  test('are applied, taken back, and both are in the log', async () => {
    await folder.assignment('lab', rubric(70, 30));
    await sync();
    const { id } = await openProposal();
    expect(await decide(id, 'apply')).toBeUndefined();
    expect(await points()).toEqual(second);
    expect(await decide(id, 'apply')).toBe('It is applied already.');
    expect(await decide(id, 'undo')).toBeUndefined();
    expect(await points()).toEqual(first);
    const log = await many(db.owner, 'select actor, action from audit order by id');
    expect(log.slice(-2)).toEqual([
      { actor: 'teacher', action: 'rescore.apply' },
      { actor: 'teacher', action: 'rescore.undo' },
    ]);
  });

  test('that were discarded are not proposed again by the same course', async () => {
    await folder.assignment('lab', rubric(70, 30));
    await sync();
    await decide((await openProposal()).id, 'discard');
    await sync();
    expect(await one(db.owner, 'select count(*)::int as n from proposal')).toEqual({ n: 1 });
    expect(await points()).toEqual(first);
    await folder.assignment('lab', rubric(80, 20));
    await sync();
    expect((await openProposal()).change).toMatchObject({ version: expect.any(Number) });
  });

  test('that move nobody hold at once', async () => {
    await folder.assignment('lab', rubric(60, 40).replace('Hello', 'Hallo'));
    expect(await sync()).toMatchObject({ held: [], changed: [{ slug: 'lab', what: 'rules' }] });
    expect(await one(db.owner, 'select count(*)::int as n from proposal')).toEqual({ n: 0 });
  });

  test('a new due date that makes somebody late waits, too', async () => {
    await folder.course('late: { per-day: 10% }\nassignments:\n  - { folder: lab, due: 2026-11-19 12:00 }\n');
    expect(await sync()).toMatchObject({ held: [{ slug: 'lab', moved: 3 }] });
    expect(await points()).toEqual(first);
    const changes = `select count(*)::int as n from audit where action = 'rules.change' and after ? 'due'`;
    expect(await one(db.owner, changes)).toEqual({ n: 0 });
    await decide((await openProposal()).id, 'apply');
    expect((await points()).ada).toBeLessThan(100);
  });
});

describe('what holds has changed since', () => {
  const due = (day: number) => folder.course(`assignments: [{ folder: lab, due: 2027-01-${day} 12:00 }]\n`);
  const live = () =>
    one<{ due: string; version: number; current: boolean }>(
      db.owner,
      `select left(rules ->> 'due', 10) as due, scored_by as version, scored_by = current_version as current from assignment`,
    );
  const discarded = `select decided_by from proposal where state = 'discarded' order by id`;

  beforeEach(async () => {
    await due(10);
    await sync();
  });

  test('a regrade changes neither the points nor the dates that have come to hold meanwhile', async () => {
    const wish = { courseId: course, assignmentId: assignment.id, why: 'a test was wrong' };
    const id = (await transaction(db.web, (tx) => proposeRegrade(tx, wish, actor)))!;
    const { change } = (await findProposal(db.web, course, id)) as Regrade;
    expect(change).toEqual({ runs: expect.any(Array) });
    await due(20);
    await sync();
    await folder.assignment('lab', rubric(70, 30));
    await sync();
    const { id: rescore } = await one<{ id: number }>(db.owner, `select id from proposal where kind = 'rescore'`);
    await decide(rescore, 'apply');
    await judgedAll(change.runs);
    const before = await live();
    expect(before).toMatchObject({ due: '2027-01-20', current: true });
    expect(await decide(id, 'apply')).toBeUndefined();
    expect(await points()).toEqual({ ada: 100, ben: 100, cleo: 100 });
    expect(await live()).toEqual(before);
    await decide(id, 'undo');
    expect(await live()).toEqual(before);
    expect(await points()).toEqual(second);
  });

  test('a regrade applies no points that wait for a decision of their own', async () => {
    await folder.assignment('lab', rubric(70, 30));
    await sync();
    const wish = { courseId: course, assignmentId: assignment.id, why: 'a test was wrong' };
    const id = (await transaction(db.web, (tx) => proposeRegrade(tx, wish, actor)))!;
    const { change } = (await findProposal(db.web, course, id)) as Regrade;
    await judgedAll(change.runs, 0.5);
    const before = await live();
    await decide(id, 'apply');
    expect(await live()).toEqual(before);
    expect((await points()).ben).toBe(50);
  });

  test('a rescore takes back only what it changed: a later date stays', async () => {
    await folder.assignment('lab', rubric(70, 30));
    await sync();
    const { id } = await openProposal();
    await decide(id, 'apply');
    await due(20);
    expect((await sync()).held).toEqual([]);
    expect(await decide(id, 'undo')).toBeUndefined();
    expect(await live()).toMatchObject({ due: '2027-01-20', version: assignment.version });
    expect(await points()).toEqual(first);
    const log = `select before -> 'version' as before, after -> 'version' as after from audit where action = 'rescore.undo'`;
    expect(await one(db.owner, log)).toMatchObject({ after: assignment.version });
  });

  test('a rescore is not taken back where the same thing was changed again', async () => {
    const late = (share: string, grace: string) =>
      folder.course(
        `assignments: [{ folder: lab, due: 2026-11-18 12:00, grace: ${grace}, late: { per-day: ${share} } }]\n`,
      );
    await late('10%', '1h');
    await sync();
    const { id } = await openProposal();
    await decide(id, 'apply');
    const was = await points();
    await late('10%', '2h');
    expect((await sync()).held).toEqual([]);
    expect(await decide(id, 'undo')).toMatch(/changed again since/);
    expect(await points()).toEqual(was);
    const proposal = (await findProposal(db.web, course, id))!;
    expect(proposal.state).toBe('applied');
    expect((await preview(db.web, course, (tx) => enact(tx, proposal, 'undo'))).result).toHaveProperty('why');
  });

  test('a rescore that was made upon something else is made anew, looked at again, and then applied', async () => {
    await folder.assignment('lab', rubric(70, 30));
    await sync();
    const { id: earlier } = await openProposal();
    await decide(earlier, 'apply');
    await folder.assignment('lab', rubric(80, 20));
    await sync();
    const { id } = await openProposal();
    await decide(earlier, 'undo');
    expect(await decide(id, 'apply')).toMatch(/has changed since this was made/);
    expect(await points()).toEqual(first);
    expect(await decide(id, 'apply')).toBeUndefined();
    expect(await points()).toEqual({ ada: 100, ben: 90, cleo: 20 });
    await decide(id, 'undo');
    expect(await points()).toEqual(first);
  });

  test('what the course asks for no longer waits no longer, and waits again when it is asked for again', async () => {
    await folder.assignment('lab', rubric(70, 30));
    await sync();
    await folder.assignment('lab', rubric(60, 40));
    await due(20);
    expect((await sync()).held).toEqual([]);
    expect(await many(db.owner, discarded)).toEqual([{ decided_by: 'a newer change' }]);
    await folder.assignment('lab', rubric(70, 30));
    await due(10);
    expect((await sync()).held).toMatchObject([{ slug: 'lab' }]);
    await folder.assignment('lab', rubric(60, 40));
    await sync();
    expect(await one(db.owner, `select count(*)::int as n from proposal where state = 'open'`)).toEqual({ n: 0 });
    await folder.assignment('lab', rubric(70, 30));
    expect((await sync()).held).toMatchObject([{ slug: 'lab' }]);
  });

  test('an older regrade never puts back what a newer one has come to count', async () => {
    const wish = { courseId: course, assignmentId: assignment.id };
    const { id: cleo } = await one<{ id: number }>(db.owner, `select id from participant where name = 'cleo'`);
    const ask = async (more: object) => {
      const id = (await transaction(db.web, (tx) => proposeRegrade(tx, { ...wish, why: 'x', ...more }, actor)))!;
      const runs = ((await findProposal(db.web, course, id)) as Regrade).change.runs;
      return { id, runs };
    };
    const old = await ask({});
    await judgedAll(old.runs, 0);
    const newer = await ask({ participantId: cleo });
    await judgedAll(newer.runs, 0.5);
    await decide(newer.id, 'apply');
    expect((await findProposal(db.web, course, old.id))?.behind).toBe(1);
    expect(await decide(old.id, 'apply')).toBeUndefined();
    expect(await points()).toEqual({ ada: 0, ben: 0, cleo: 50 });
    const oldest = await ask({ participantId: cleo });
    await judgedAll(oldest.runs);
    const newest = await ask({ participantId: cleo });
    await judgedAll(newest.runs);
    await decide(newest.id, 'apply');
    expect(await decide(oldest.id, 'apply')).toMatch(/discard it/);
  });
});

/** As a worker would, with one credit for everything. */
async function judgedAll(runs: readonly number[], credit = 1) {
  for (const run of runs) {
    await execute(db.owner, `update run set state = 'done', finished_at = now() where id = $1`, [run]);
    for (const [position, name] of ['build', 'vet', 'format', 'tests', 'race'].entries())
      await execute(
        db.owner,
        `insert into criterion_result (run_id, name, position, check_name, state, credit) values ($1, $2, $3, $2, 'judged', $4)`,
        [run, name, position, name === 'tests' || name === 'race' ? credit : 1],
      );
  }
}

describe('grading again', () => {
  async function regraded() {
    const id = (await transaction(db.web, (tx) =>
      proposeRegrade(tx, { courseId: course, assignmentId: assignment.id, why: 'a test was wrong' }, actor),
    ))!;
    const { change } = (await findProposal(db.web, course, id)) as Regrade;
    return { id, runs: change.runs };
  }

  /** As a worker would: everybody's tests pass now, but for one run that fails on our side. */
  async function judged(runs: readonly number[], failing?: number) {
    for (const run of runs) {
      const state = run === failing ? 'errored' : 'done';
      await execute(db.owner, 'update run set state = $2, finished_at = now() where id = $1', [run, state]);
      if (state === 'errored') continue;
      for (const [position, name] of ['build', 'vet', 'format', 'tests', 'race'].entries())
        await execute(
          db.owner,
          `insert into criterion_result (run_id, name, position, check_name, state, credit) values ($1, $2, $3, $2, 'judged', 1)`,
          [run, name, position],
        );
    }
  }

  test('stays beside what counts, unseen by students, until all runs have ended and it is applied', async () => {
    const { id, runs } = await regraded();
    expect(runs).toHaveLength(3);
    expect(await decide(id, 'apply')).toBe('3 of its runs are still under way.');
    expect(await one(db.owner, `select count(*)::int as n from outbox where kind = 'check-run'`)).toEqual({ n: 0 });
    await judged(runs);
    expect(await points()).toEqual(first);
    const seen = await findSubmission(db.web, submissions.cleo!.submission);
    expect(seen?.state.state).toBe('done');
    expect(seen?.run?.id).toBe(submissions.cleo!.run);
    expect(await decide(id, 'apply')).toBeUndefined();
    expect(await points()).toEqual({ ada: 100, ben: 100, cleo: 100 });
    expect(await one(db.owner, `select count(*)::int as n from outbox where kind = 'check-run'`)).toEqual({ n: 3 });
    await decide(id, 'undo');
    expect(await points()).toEqual(first);
  });

  test('a run that failed on our side leaves its student as it was', async () => {
    const { id, runs } = await regraded();
    await judged(runs, runs[2]);
    expect(await decide(id, 'apply')).toBeUndefined();
    expect(await points()).toEqual({ ada: 100, ben: 100, cleo: 40 });
  });

  test('an override survives a regrade', async () => {
    await execute(
      db.owner,
      `insert into override (assignment_id, participant_id, points, reason, set_by)
       select $1, id, 55, 'oral exam', 'teacher' from participant where name = 'cleo'`,
      [assignment.id],
    );
    const { id, runs } = await regraded();
    await judged(runs);
    await decide(id, 'apply');
    expect(await points()).toEqual({ ada: 100, ben: 100, cleo: 55 });
  });

  test('one participant is graded again alone', async () => {
    const { id: cleo } = await one<{ id: number }>(db.owner, `select id from participant where name = 'cleo'`);
    const wish = { courseId: course, assignmentId: assignment.id, participantId: cleo, why: 'asked' };
    const id = await transaction(db.web, (tx) => proposeRegrade(tx, wish, actor));
    expect((await findProposal(db.web, course, id!))?.runs).toBe(1);
  });
});
