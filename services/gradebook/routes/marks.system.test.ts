import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gradesOfCourse } from '#services/classroom/grades/course.ts';
import { noRules } from '#services/classroom/rules/document.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let submission: number;
let course: number;
const cookies: Record<string, string> = {};
const rung: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn, ring: (bell) => rung.push(bell) });
  const rubric = [
    criterion('unit', 80),
    criterion('style', 20, { title: 'Style', check: 'manual', state: 'manual', options: { guide: 'Names say why.' } }),
  ];
  const seeded = await seedCourse(database.owner, 'go', { maps: rubric });
  course = seeded.course.id;
  const code = tree([['maps.go', Buffer.from('package maps\n\nvar x = 1\n')]]);
  const made = await seedSubmission(database.owner, {
    ...{ course, assignment: seeded.assignments.get('maps')!, participant: 'ada', repository: 1, sha: 'a'.repeat(40) },
    receivedAt: '2026-11-20T12:00:00Z',
    tree: await putTree(databaseStore(database.owner), code),
    judgements: { unit: judgement(0.5) },
  });
  submission = made.submission;
  await people();
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

async function people() {
  const accounts = { ada: 1, helper: 2, other: 3, teacher: 4 };
  for (const [login, githubId] of Object.entries(accounts))
    cookies[login] = await cookieOf(database.owner, { githubId, login });
  const { id } = await one<{ id: number }>(database.owner, 'select id from participant');
  await execute(
    database.owner,
    `insert into participant_account (participant_id, login, github_id) values ($1, 'ada', 1)`,
    [id],
  );
  await execute(
    database.owner,
    `insert into roster_entry (course_id, participant_id, name, section) values ($1, $2, 'Ada', 'A')`,
    [course, id],
  );
  const staff = 'insert into staff (course_id, login, github_id, role, sections) values ($1, $2, $3, $4, $5)';
  await execute(database.owner, staff, [course, 'helper', 2, 'assistant', ['A']]);
  await execute(database.owner, staff, [course, 'other', 3, 'assistant', ['B']]);
  await execute(database.owner, staff, [course, 'teacher', 4, 'teacher', []]);
}

function post(who: string, url: string, fields: Record<string, string>) {
  const headers = { cookie: cookies[who]!, 'content-type': 'application/x-www-form-urlencoded' };
  return app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() });
}

async function page(who: string, url = `/submissions/${submission}`): Promise<string> {
  return (await app.inject({ url, headers: { cookie: cookies[who]! } })).body;
}

async function grade() {
  const { participants } = await gradesOfCourse(database.web, course);
  const { points, maxPoints, why } = participants[0]!.grades[0]!;
  return { points, maxPoints, unmarked: why.counting?.raw.unmarked };
}

describe('a criterion that a person marks', () => {
  test('counts to the maximum, and says that it is still to be marked', async () => {
    expect(await grade()).toEqual({ points: 40, maxPoints: 100, unmarked: 20 });
    expect(await page('ada')).toMatch(/Style[\s\S]*a person marks this[\s\S]*– \/ 20/);
  });

  test('is marked by the assistant of the section, with a comment that the student reads; the grade follows at once', async () => {
    expect(await page('helper')).toContain('Names say why.');
    expect(await page('ada')).not.toContain('Names say why.');
    const mark = { criterion: 'style', points: '15', comment: 'x says nothing <b>' };
    expect((await post('helper', `/submissions/${submission}/marks`, mark)).statusCode).toBe(303);
    expect(await grade()).toEqual({ points: 55, maxPoints: 100, unmarked: 0 });
    expect(await page('ada')).toMatch(/x says nothing &lt;b&gt;[\s\S]*marked by helper/);
    expect(rung).toContain('reporting');
    expect(await many(database.owner, `select actor, action, after from audit`)).toEqual([
      { actor: 'helper', action: 'mark.give', after: { points: 15, comment: 'x says nothing <b>' } },
    ]);
  });

  test('takes no more points than it has, and no others', async () => {
    const url = `/submissions/${submission}/marks`;
    const beyond = await post('helper', url, { criterion: 'style', points: '21', comment: '' });
    expect([beyond.statusCode, beyond.body.includes('worth 20 points at most')]).toEqual([400, true]);
    expect((await post('helper', url, { criterion: 'unit', points: '1', comment: '' })).statusCode).toBe(400);
    expect((await post('helper', url, { criterion: 'style', points: 'NaN', comment: '' })).statusCode).toBe(400);
    expect((await post('other', url, { criterion: 'style', points: '1', comment: '' })).statusCode).toBe(404);
    expect((await post('ada', url, { criterion: 'style', points: '20', comment: '' })).statusCode).toBe(403);
    expect((await grade()).points).toBe(55);
  });

  test('is marked and noted whatever signs the comment holds', async () => {
    const mark = { criterion: 'style', points: '15', comment: 'a\0b' };
    expect((await post('helper', `/submissions/${submission}/marks`, mark)).statusCode).toBe(303);
    const noted = `select after ->> 'comment' as comment from audit where action = 'mark.give' order by id desc limit 1`;
    expect(await one(database.owner, noted)).toEqual({ comment: 'a\uFFFDb' });
  });

  test('a remark stands beside its line until it is taken away; both are in the log', async () => {
    const url = `/submissions/${submission}/remarks`;
    const said = await post('helper', url, { file: 'maps.go', line: '3', text: 'Call it <i>count</i>.' });
    expect(said.headers.location).toBe(`/submissions/${submission}#L-maps.go-3`);
    expect(await page('ada')).toMatch(/var x = 1[\s\S]*helper[\s\S]*Call it &lt;i&gt;count&lt;\/i&gt;/);
    await post('helper', `${url}/1/remove`, {});
    expect(await page('ada')).not.toContain('Call it');
    const noted = `select actor, action, subject, coalesce(after, before) ->> 'line' as line from audit where action like 'remark%' order by id`;
    const entry = { actor: 'helper', subject: 'ada, Assignment maps', line: '3' };
    expect(await many(database.owner, noted)).toEqual([
      { ...entry, action: 'remark.make' },
      { ...entry, action: 'remark.remove' },
    ]);
  });

  test('a remark is on a file that was handed in', async () => {
    const url = `/submissions/${submission}/remarks`;
    expect((await post('helper', url, { file: 'other.go', line: '1', text: 'x' })).statusCode).toBe(400);
    expect((await post('other', url, { file: 'maps.go', line: '1', text: 'x' })).statusCode).toBe(404);
    expect((await post('ada', url, { file: 'maps.go', line: '1', text: 'x' })).statusCode).toBe(403);
  });
});

describe('the code', () => {
  const file = (line = '') => `/submissions/${submission}/code?file=maps.go${line}`;

  test('is there whole, whatever is said of it, for its student and its staff', async () => {
    for (const who of ['ada', 'helper'])
      expect([who, await page(who)]).toEqual([
        who,
        expect.stringMatching(/maps\.go[\s\S]*package maps[\s\S]*var x = 1/),
      ]);
    expect(await page('helper')).toContain(file('&amp;line=3#remark'));
    expect(await page('ada')).not.toContain('/code?file');
  });

  test('has a page for each file, with a form on the line that staff has chosen, which leads back there', async () => {
    expect(await page('ada', file('&line=3'))).toMatch(/var x = 1/);
    expect(await page('ada', file('&line=3'))).not.toContain('Remark on line');
    expect(await page('helper', file('&line=3'))).toMatch(/var x = 1[\s\S]*Remark on line 3/);
    const remark = { file: 'maps.go', line: '3', text: 'why?', on: 'file' };
    const said = await post('helper', `/submissions/${submission}/remarks`, remark);
    expect(said.headers.location).toBe(`${file()}#L-maps.go-3`);
    expect(await page('ada', file())).toMatch(/var x = 1[\s\S]*why\?/);
  });

  test('of another section, or of no such name, is not there', async () => {
    const status = async (who: string, url: string) =>
      (await app.inject({ url, headers: { cookie: cookies[who]! } })).statusCode;
    expect(await status('other', file())).toBe(404);
    expect(await status('ada', `/submissions/${submission}/code?file=..%2Fmaps.go`)).toBe(404);
    expect(await status('ada', `/submissions/${submission}/code`)).toBe(303);
  });
});

describe('which attempt counts', () => {
  test("is the student's to say where the rules leave it to the student, and nobody else's", async () => {
    const url = `/submissions/${submission}/choose`;
    expect((await post('ada', url, {})).statusCode).toBe(409);
    await execute(database.owner, 'update assignment set rules = $1', [
      JSON.stringify({ ...noRules, counts: 'chosen' }),
    ]);
    expect(await page('ada')).toContain('Let this attempt count');
    expect((await post('helper', url, {})).statusCode).toBe(409);
    expect((await post('ada', url, {})).statusCode).toBe(303);
    expect(await page('ada')).toContain('you chose this attempt');
    const { participants } = await gradesOfCourse(database.web, course);
    expect(participants[0]?.grades[0]?.why.counting).toMatchObject({ by: 'chosen', chosenBy: 'ada' });
  });
});

describe('another look', () => {
  const url = () => `/submissions/${submission}/requests`;

  test('is asked for by the student, once for each criterion', async () => {
    expect((await post('ada', url(), { criterion: 'unit', reason: 'nil is a list, too' })).statusCode).toBe(303);
    const again = await post('ada', url(), { criterion: 'unit', reason: 'please' });
    expect([again.statusCode, again.body.includes('asked about this criterion already')]).toEqual([409, true]);
    expect((await post('ada', url(), { criterion: 'nothing', reason: 'x' })).statusCode).toBe(409);
    expect(await page('ada')).toMatch(/nil is a list, too[\s\S]*waits for an answer/);
    expect(await one(database.owner, `select actor, after from audit where action = 'request.ask'`)).toEqual({
      ...{ actor: 'ada', after: { criterion: 'unit', reason: 'nil is a list, too' } },
    });
  });

  test('is dealt to the assistant of the section, who sees and answers it; nobody of another section does', async () => {
    await post('teacher', '/courses/go/requests/deal', {});
    expect(await page('teacher', '/courses/go/requests')).toMatch(/1 open \(1 dealt to helper\)/);
    expect(await page('other', '/courses/go/requests')).not.toContain('nil is a list');
    const answer = { state: 'granted', answer: 'True. I have set the points.' };
    expect((await post('other', '/courses/go/requests/1', answer)).statusCode).toBe(404);
    expect((await post('helper', '/courses/go/requests/1', answer)).statusCode).toBe(303);
    expect((await post('helper', '/courses/go/requests/1', answer)).statusCode).toBe(409);
    expect(await page('ada')).toMatch(/granted[\s\S]*True\. I have set the points\./);
    expect(await page('teacher', '/courses/go/requests')).toMatch(/0 open, 1 answered/);
  });
});
