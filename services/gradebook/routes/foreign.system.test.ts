import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { propose } from '#services/classroom/proposals/regrade.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let cookie: string;
let ids: Readonly<
  Record<'change' | 'request' | 'extension' | 'remark' | 'submission' | 'participant' | 'group', number>
>;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
  const { course, assignments } = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  const rust = await seedCourse(database.owner, 'rust', { one: [criterion('unit', 10)] });
  cookie = await cookieOf(database.owner, { githubId: 2, login: 'rusty' });
  const staff = `insert into staff (course_id, login, github_id, role) values ($1, 'rusty', 2, 'teacher')`;
  await execute(database.owner, staff, [rust.course.id]);
  ids = await seedGo(course.id, assignments.get('one')!);
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

/** One of everything in the course go, of which rusty is no staff. */
async function seedGo(course: number, assignment: { id: number; version: number }) {
  const db = database.owner;
  const id = async (sql: string, values: unknown[]) => (await one<{ id: number }>(db, sql, values as never)).id;
  const { submission } = await seedSubmission(db, {
    ...{ course, assignment, participant: 'ada', repository: 1, sha: 'a'.repeat(40) },
    ...{ receivedAt: '2026-11-20T12:00:00Z', judgements: { unit: judgement(1) } },
  });
  const held = { version: assignment.version, rules: null };
  const about = { assignmentId: assignment.id, kind: 'rescore' as const, why: 'x', madeBy: 'sync' };
  const group = `insert into participant (course_id, kind, name) values ($1, 'group', 'team') returning id`;
  const request = `insert into regrade_request (submission_id, criterion, reason, asked_by) values ($1, 'unit', 'Why?', 2) returning id`;
  const extension = `insert into extension (course_id, minutes, reason, granted_by) values ($1, 60, 'ill', 'prof') returning id`;
  const remark = `insert into remark (submission_id, file, line, text, made_by) values ($1, 'a.go', 1, 'x', 'prof') returning id`;
  await execute(db, `insert into roster_entry (course_id, name) values ($1, 'Ada')`, [course]);
  return {
    ...{ submission, change: await propose(db, { ...about, change: held, before: held }) },
    participant: await id(`select id from participant where name = 'ada'`, []),
    group: await id(group, [course]),
    request: await id(request, [submission]),
    extension: await id(extension, [course]),
    remark: await id(remark, [submission]),
  };
}

const all = [
  'proposal',
  'regrade_request',
  'extension',
  'remark',
  'group_member',
  'override',
  'run',
  'audit',
  'participant',
];
async function everything(): Promise<unknown> {
  const tables = all.map((name) => `(select json_agg(t) from ${name} t) as "${name}"`);
  return one(database.owner, `select ${tables.join(', ')}`);
}

test('ids of another course give nothing under the address of one’s own, and change nothing', async () => {
  const before = await everything();
  const { change, request, extension, remark, submission, participant, group } = ids;
  const attempts: readonly [path: string, form: Record<string, string | number> | undefined][] = [
    [`/changes/${change}`, undefined],
    [`/changes/${change}`, { decision: 'apply' }],
    [`/changes/${change}`, { decision: 'discard' }],
    [`/requests/${request}`, { state: 'granted', answer: 'x' }],
    [`/extensions/${extension}/revoke`, {}],
    [`/participants/${participant}`, undefined],
    [`/participants/${participant}/one`, undefined],
    [`/participants/${participant}/one/override`, { points: 1, reason: 'x' }],
    ['/roster/1/remove', {}],
  ];
  const answers: unknown[] = [];
  for (const [path, payload] of attempts)
    answers.push([path, (await app.inject(asked(`/courses/rust${path}`, payload))).statusCode]);
  for (const path of [`/submissions/${submission}`, `/submissions/${submission}/remarks/${remark}`])
    answers.push([path, (await app.inject(asked(path, path.includes('remarks') ? {} : undefined))).statusCode]);
  for (const [path, payload] of [
    ['/groups', { student: participant, group: 'team' }],
    ['/groups/move', { student: participant, from: group, to: group }],
  ] as const)
    expect((await app.inject(asked(`/courses/rust${path}`, payload))).statusCode).toBeGreaterThanOrEqual(400);
  expect(answers.filter((answer) => (answer as [string, number])[1] !== 404)).toEqual([]);
  expect(await everything()).toEqual(before);
});

function asked(url: string, payload: object | undefined) {
  const headers = { cookie };
  return payload ? ({ method: 'POST', url, payload, headers } as const) : ({ url, headers } as const);
}

test('who may see the course keeps its pages where a form was wrong or an address leads nowhere', async () => {
  const wrong = await app.inject(asked('/courses/rust/changes', { assignment: 'one' }));
  expect([wrong.statusCode, wrong.body.includes('“why” is missing')]).toEqual([400, true]);
  const foreign = await app.inject(asked(`/courses/rust/changes/${ids.change}`, undefined));
  for (const { body } of [wrong, foreign]) expect(body).toContain('href="/courses/rust/changes"');
  expect((await app.inject(asked('/courses/go/changes', undefined))).body).not.toContain('href="/courses/go/changes"');
});
