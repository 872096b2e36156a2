import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { propose } from '#services/classroom/proposals/regrade.ts';
import { findAttention } from '#services/classroom/results/attention.ts';
import { findSubmission } from '#services/classroom/results/submission.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { execute, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let course: number;
let submission: number;
let participant: number;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web);
  await seed(database.owner);
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

/** Eve of the roster, eve-99 at GitHub: her work, a request of hers, and a change that moves her grade. */
async function seed(db: TestDatabase['owner']) {
  const { course: made, assignments } = await seedCourse(db, 'go', { one: [criterion('unit', 10)] });
  course = made.id;
  const assignment = assignments.get('one')!;
  const first = { course, assignment, participant: 'eve-99', repository: 1, receivedAt: '2026-11-20T12:00:00Z' };
  await seedSubmission(db, { ...first, sha: 'a'.repeat(40), judgements: { unit: judgement(0) } });
  const second = { ...first, sha: 'b'.repeat(40), receivedAt: '2026-11-21T12:00:00Z' };
  submission = (await seedSubmission(db, { ...second, judgements: { unit: judgement(0.5) } })).submission;
  participant = (await one<{ id: number }>(db, 'select id from participant')).id;
  await cookieOf(db, { githubId: 9, login: 'eve-99' });
  await execute(db, `update run set started_at = finished_at - interval '9 s'`);
  await execute(db, `insert into roster_entry (course_id, participant_id, name) values ($1, $2, 'Eve of the roster')`, [
    course,
    participant,
  ]);
  await execute(
    db,
    `insert into regrade_request (submission_id, criterion, reason, asked_by) values ($1, 'unit', 'Why?', 9)`,
    [submission],
  );
  const { id: version } = await one<{ id: number }>(
    db,
    `insert into assignment_version (assignment_id, bundle, judging, rules, document)
     select assignment_id, bundle, judging, 'other', $1 from assignment_version returning id`,
    [JSON.stringify({ rubric: [criterion('unit', 20)] })],
  );
  const [before, change] = [assignment.version, version].map((id) => ({ version: id, rules: null }));
  await execute(db, 'update assignment set scored_by = $1', [assignment.version]);
  const about = { assignmentId: assignment.id, why: 'new points', madeBy: 'sync' };
  await propose(db, { ...about, kind: 'rescore', change: change!, before: before! });
}

test('every page of staff and student calls somebody as the roster does; GitHub is told the login', async () => {
  const pages = {
    ...{
      gradebook: '/courses/go',
      student: `/courses/go/participants/${participant}`,
      change: '/courses/go/changes/1',
    },
    ...{ grade: `/courses/go/participants/${participant}/one`, submission: `/submissions/${submission}` },
    ...{
      changes: '/courses/go/changes',
      requests: '/courses/go/requests',
      compare: `/submissions/${submission}/compare/1`,
    },
    ...{ assignment: '/courses/go/assignments/one' },
  };
  const told: Record<string, boolean> = {};
  for (const [name, url] of Object.entries(pages))
    told[name] = (await app.inject(url)).body.includes('Eve of the roster');
  expect(told).toEqual(Object.fromEntries(Object.keys(pages).map((name) => [name, true])));
  expect((await findSubmission(database.web, submission))?.participant.name).toBe('eve-99');
});

test('a change says on its page what is another, and what moved in each row', async () => {
  const { body } = await app.inject('/courses/go/changes/1');
  expect(body).toContain('<li>unit: 10 → 20 points</li>');
  expect(body).toContain('<td>unit: 5 → 10 points; the maximum is another</td>');
});

test("repositories of no course are shown where their organisation is, and to administrators; never to one section's staff", async () => {
  const repository = `insert into repository (id, owner, name, default_branch, match, match_reason)
    values ($1, $2, 'odd', 'main', 'unmatched', 'its name fits nothing')`;
  const handIn = `insert into hand_in (repository_id, cause, branch, sha, received_at, official, ignored)
    values ($1, 'push', 'main', $2, '2026-11-01 12:00Z', false, 'nobody')`;
  for (const [id, owner] of [
    [91, 'Mine'],
    [92, 'theirs'],
  ] as const) {
    await execute(database.owner, repository, [id, owner]);
    await execute(database.owner, handIn, [id, 'c'.repeat(40)]);
  }
  await execute(database.owner, `update course set document = document || '{"organisations": ["mine"]}'`);
  const seen = async (more: { sections?: string[]; admin?: boolean }) => {
    const access = { course: { id: course, slug: 'go', title: 'Go', timeZone: 'UTC' }, sections: undefined, ...more };
    return (await findAttention(database.web, access)).unmatched.map((one) => one.repository).sort();
  };
  expect([await seen({}), await seen({ admin: true }), await seen({ sections: ['A'] })]).toEqual([
    ['Mine/odd'],
    ['Mine/odd', 'theirs/odd'],
    [],
  ]);
});

test('from a request a teacher sets the grade or has its criterion graded again, by its title', async () => {
  const document = JSON.stringify({ rubric: [criterion('unit', 20, { title: 'Tests of the task' })] });
  await execute(database.owner, 'update assignment_version set document = $1', [document]);
  const { body } = await app.inject('/courses/go/requests');
  expect(body).toContain('<small>Tests of the task</small>');
  expect(body).toContain(`href="/courses/go/participants/${participant}/one">Set the grade`);
  expect(body).toMatch(/action="\/courses\/go\/changes"><input type="hidden" name="assignment" value="one" \/>/);
  const payload = { assignment: 'one', participant: String(participant), criterion: 'unit', why: 'asked' };
  const asked = await app.inject({ method: 'POST', url: '/courses/go/changes', payload });
  expect([asked.statusCode, asked.headers.location]).toEqual([303, '/courses/go/changes/2']);
});

test('the list of courses leads staff to what waits for a decision', async () => {
  expect((await app.inject('/')).body).toMatch(/href="\/courses\/go\/attention">\d things wait for a decision/);
  const signed = await testGradebook(database.web, { signIn });
  const [helper, eve] = [
    await cookieOf(database.owner, { githubId: 10, login: 'helper' }),
    await cookieOf(database.owner, { githubId: 9, login: 'eve-99' }),
  ];
  const staff = `insert into staff (course_id, login, github_id, role, sections) values ($1, 'helper', 10, 'assistant', '{B}')`;
  const account = `insert into participant_account (participant_id, login, github_id) values ($1, 'eve-99', 9)`;
  await execute(database.owner, staff, [course]);
  await execute(database.owner, account, [participant]);
  await execute(database.owner, `update proposal set state = 'discarded'`);
  const told = async (cookie: string) => (await signed.inject({ url: '/', headers: { cookie } })).body;
  for (const cookie of [helper, eve]) expect(await told(cookie)).toMatch(/Course go(?![\s\S]*for a decision)/);
  await execute(database.owner, `update staff set sections = '{}'`);
  expect(await told(helper)).toContain('One thing waits for a decision');
  await signed.close();
});

test('a regrade says which files, limits and image are others than in the runs that it is to replace', async () => {
  const store = databaseStore(database.owner);
  const bundleOf = (files: Record<string, string>) =>
    putTree(store, tree(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
  const was = await bundleOf({ 'tests/a_test.go': 'a', 'tests/<b>_test.go': 'b', 'README.md': 'x' });
  const is = await bundleOf({ 'tests/a_test.go': 'A', 'README.md': 'x', 'tests/new_test.go': 'n' });
  const document = (testMs: number) => JSON.stringify({ rubric: [criterion('unit', 10)], limits: { testMs } });
  const old = 'update assignment_version set bundle = $1, document = $2 where id in (select version_id from run)';
  await execute(database.owner, old, [was, document(1000)]);
  await execute(
    database.owner,
    `with new as (insert into assignment_version (assignment_id, bundle, judging, rules, document)
       select id, $1, 'judged otherwise', 'x', $2 from assignment returning id)
     update assignment set current_version = new.id, scored_by = null from new`,
    [is, document(4000)],
  );
  const payload = { assignment: 'one', why: 'better tests' };
  const { headers } = await app.inject({ method: 'POST', url: '/courses/go/changes', payload });
  const page = async () => (await app.inject(String(headers.location))).body.match(/<ul class="what">.*<\/ul>/)?.[0];
  expect(await page()).toBe(
    '<ul class="what"><li>changed: tests/a_test.go</li><li>new: tests/new_test.go</li><li>gone: tests/&lt;b&gt;_test.go</li>' +
      '<li>milliseconds of a test: 1000 → 4000</li></ul>',
  );
  const image = `update run set versions = '{"image": "sha256:fedcba9876543210"}' where cause = 'regrade'`;
  await execute(database.owner, image);
  expect(await page()).toContain('<li>image: sha256:0123456789ab → sha256:fedcba987654</li>');
});
