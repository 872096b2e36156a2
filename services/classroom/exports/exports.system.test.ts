import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradesOfCourse } from '#services/classroom/grades/course.ts';
import { importRoster } from '#services/classroom/roster/import.ts';
import { loadRoster } from '#services/classroom/roster/load.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { execute, many, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { courseSheet } from './course-sheet.ts';
import { gradesCsv } from './grades.ts';
import { likeness } from './likeness/load.ts';
import { readManual, writeManual } from './manual.ts';
import { applyManual, manualCourse } from './manual-course.ts';

let db: TestDatabase;
let courseId: number;
let lab: { id: number; version: number };

const files = (texts: Record<string, string>) =>
  tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));

const docs = criterion('docs', 5, { check: 'manual', state: 'manual' });

beforeAll(async () => {
  db = await testDatabase();
  const store = databaseStore(db.worker);
  const { course, assignments } = await seedCourse(db.owner, 'go', { lab: [criterion('tests', 10), docs] });
  courseId = course.id;
  lab = assignments.get('lab')!;
  const bundle = await putTree(store, files({ 'starter/a.go': 'package a', 'assignment.yaml': '' }));
  await execute(db.owner, 'update assignment_version set bundle = $1', [bundle]);
  const last = await putTree(store, files({ 'a.go': 'package a', 'mine.go': 'package a // last' }));
  const first = await putTree(store, files({ 'mine.go': 'package a // first' }));
  const ada = { course: courseId, assignment: lab, participant: 'ada', repository: 1 };
  const ben = { ...ada, participant: 'ben', repository: 2 };
  for (const [who, sha, receivedAt, content, credit] of [
    [ada, 'a', '2026-11-20T20:00:00Z', first, 1],
    [ada, 'b', '2026-11-21T20:00:00Z', last, 0.855],
    [ben, 'c', '2026-11-21T20:00:00Z', undefined, 0.5],
  ] as const) {
    const judgements = { tests: judgement(credit) };
    await seedSubmission(db.owner, {
      ...who,
      sha: sha.repeat(40),
      receivedAt,
      judgements,
      ...(content && { tree: content }),
    });
  }
  const people = readRoster(Buffer.from('name,email,institution id,login\nAda,ada@x.edu,s1,ada\nCleo,,s3,\n'), 'r.csv');
  await transaction(db.web, (tx) => importRoster(tx, courseId, people, { actor: { login: 'test' } }));
});

afterAll(() => db?.close());

test('a sheet has the grades of whoever is on the roster, and of whoever pushed besides', async () => {
  const sheet = courseSheet(
    { slug: 'go', title: 'Go' },
    await gradesOfCourse(db.web, courseId),
    await loadRoster(db.web, courseId),
  );
  expect(gradesCsv(sheet).split('\n')).toEqual([
    'name,email,institution_id,login,section,lab,total_percent',
    'points possible,,,,,15,100',
    'Ada,ada@x.edu,s1,ada,,8.55,57',
    'Cleo,,s3,,,,',
    'ben,,,ben,,5,33.33',
    '',
  ]);
});

test('grades set by hand and marks go out to a spreadsheet and come back, with a reason, into the log', async () => {
  const actor = { login: 'teacher' };
  const before = await manualCourse(db.web, courseId);
  const text = writeManual(before.columns, before.rows);
  expect(text).toBe(
    ['id,name,lab,lab/docs,lab (as exported),lab/docs (as exported)', ...['1,Ada,,,,', '3,ben,,,,', '']].join('\n'),
  );
  const edited = Buffer.from(text.replace('1,Ada,,,', '1,Ada,EX,2.5,').replace('3,ben,,', '3,ben,9,'));
  const { changes } = readManual(edited, 'm.csv', before.columns, before.rows);
  const apply = () =>
    transaction(db.web, (tx) => applyManual(tx, courseId, before, changes, { reason: 'talked', actor }));
  expect(await apply()).toEqual([]);
  const after = await manualCourse(db.web, courseId);
  expect(after.rows.map(({ values }) => values)).toEqual([
    ['excused', 2.5],
    [9, null],
  ]);
  expect(await many(db.web, `select action from audit where action <> 'roster.import' order by id`)).toEqual([
    ...[{ action: 'override.set' }, { action: 'mark.give' }, { action: 'override.set' }],
  ]);
  // Somebody changed it here since the file was written.
  await execute(db.owner, 'update override set points = 8 where points = 9');
  const again = await manualCourse(db.web, courseId);
  const file = Buffer.from(writeManual(after.columns, after.rows).replace('3,ben,9', '3,ben,7'));
  expect(readManual(file, 'm.csv', again.columns, again.rows).conflicts).toMatchObject([
    { before: 8, exported: 9, after: 7 },
  ]);
});

test('likeness has the submission that counts, without the starter, and says whose files are not here', async () => {
  const found = await likeness(db.web, databaseStore(db.web), lab.id, await gradesOfCourse(db.web, courseId));
  expect(found).toMatchObject({ submissions: 1, without: ['ben'] });
  expect([...found.files.keys()].filter((path) => path.startsWith('submissions/'))).toEqual([
    'submissions/ada/mine.go',
  ]);
  expect(Buffer.from(found.files.get('joined/ada.go')!).toString()).toContain('// last');
  expect(Buffer.from(found.files.get('info.csv')!).toString()).toContain(
    'joined/ada.go,ada,Ada,,2026-11-21T20:00:00.000Z,false',
  );
});
