import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { gradesOfCourse } from '#services/classroom/grades/course.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { judgement, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { readConfig } from '#services/platform/config.ts';
import { many, one } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { writeCourse } from './course.ts';
import { classmates } from './people.ts';
import { playTerm } from './term.ts';

const now = new Date();
let database: TestDatabase;
let data: string;

beforeAll(async () => {
  database = await testDatabase();
  data = await mkdtemp(join(tmpdir(), 'pushmark-term-'));
  const folder = await writeCourse(data, now);
  await syncCourse(database.owner, databaseStore(database.owner), folder);
  await models();
  const config = await readConfig({ DATABASE_URL: database.url, PUSHMARK_COURSE: folder, PUSHMARK_DATA: data });
  const accounts = classmates.map((login, i) => ({ login, githubId: 500 + i }));
  await playTerm(config, openLog('silent'), now, accounts);
});

afterAll(async () => {
  await database?.close();
  await rm(data, { recursive: true, force: true });
});

/** Two of those who push while one watches: one has everything, one lost the criterion whose points change. */
async function models() {
  await someoneJudgedTooStrictly();
  const { id, version, course, rubric } = await one<{
    id: number;
    version: number;
    course: number;
    rubric: { name: string }[];
  }>(
    database.owner,
    `select a.id, a.current_version as version, a.course_id as course, v.document -> 'rubric' as rubric
     from assignment a join assignment_version v on v.id = a.current_version where a.slug = 'm02-gradebook'`,
  );
  for (const [i, [participant, alias]] of (
    [
      ['right', 1],
      ['shares-slices', 0],
    ] as const
  ).entries()) {
    const judgements = Object.fromEntries(rubric.map(({ name }) => [name, judgement(name === 'alias' ? alias : 1)]));
    const base = { course, assignment: { id, version }, participant, repository: i + 1, sha: `${i}`.repeat(40) };
    await seedSubmission(database.owner, { ...base, receivedAt: now.toISOString(), judgements });
  }
}

/** Of the other assignment; its tests are about to change. */
async function someoneJudgedTooStrictly() {
  const { id, version, course } = await one<{ id: number; version: number; course: number }>(
    database.owner,
    `select id, current_version as version, course_id as course from assignment where slug = 'm05-crawler'`,
  );
  const place = { course, assignment: { id, version }, participant: 'data-race', repository: 9, sha: '9'.repeat(40) };
  const judgements = { results: judgement(0.5) };
  await seedSubmission(database.owner, { ...place, receivedAt: now.toISOString(), judgements });
}

test('the demo has a term of thirty students: attempts, late ones, an extension, a request, and a change that waits', async () => {
  const { id } = await one<{ id: number }>(database.owner, 'select id from course');
  const { participants } = await gradesOfCourse(database.owner, id);
  expect(participants).toHaveLength(30);
  const first = participants.flatMap(({ grades }) => grades[0] ?? []);
  expect(first.filter(({ state }) => state === 'graded')).toHaveLength(22);
  expect(first.filter(({ why }) => (why.counting?.daysLate ?? 0) > 0).length).toBeGreaterThan(2);
  expect(first.filter(({ why }) => why.deadline.extension)).toHaveLength(1);
  expect(first.every(({ why, state }) => state !== 'graded' || why.attempts.length > 0)).toBe(true);
  expect(await many(database.owner, `select kind, state from proposal order by id`)).toEqual([
    { kind: 'rescore', state: 'open' },
    { kind: 'regrade', state: 'open' },
  ]);
  expect(
    await many(database.owner, `select distinct action from audit where actor = 'teacher' order by action`),
  ).toEqual(expect.arrayContaining([{ action: 'extension.grant' }, { action: 'regrade.ask' }]));
  expect(await many(database.owner, `select state from regrade_request`)).toEqual([{ state: 'open' }]);
  expect(await many(database.owner, `select login, role from staff order by login`)).toEqual([
    { login: 'assistant', role: 'assistant' },
    { login: 'teacher', role: 'teacher' },
  ]);
});
