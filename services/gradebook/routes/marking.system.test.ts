import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../testing/app.ts';
import { expectWellMade, goBy, startBrowser, windowOf } from '../testing/browser.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let browser: Browser;
let origin: string;
const cookies: Record<string, string> = {};
const submissions: Record<string, number> = {};

const code = `// Package maps counts words.
package maps

import "strings"

// Count says how often each word is in a text.
func Count(text string) map[string]int {
	x := map[string]int{}
	for _, word := range strings.Fields(text) {
		x[strings.ToLower(word)]++
	}
	return x
}
`;

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await startBrowser();
  const manual = { check: 'manual', state: 'manual', options: { guide: 'Names say why, not what.' } } as const;
  const rubric = [criterion('unit', 80), criterion('style', 20, { ...manual, title: 'Style' })];
  const { course, assignments } = await seedCourse(database.owner, 'go', {
    maps: rubric,
    pipes: rubric,
    auto: [criterion('unit', 10)],
  });
  await people(course.id);
  await handIns(course.id, assignments);
});

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.close();
});

const files = tree([
  ['count.go', Buffer.from(code)],
  ['count_test.go', Buffer.from('package maps\n')],
  ['go.mod', Buffer.from('module maps\n\ngo 1.26\n')],
]);

async function handIns(course: number, assignments: ReadonlyMap<string, { id: number; version: number }>) {
  const kept = await putTree(databaseStore(database.owner), files);
  const vet = { rule: 'naming', level: 'warning', file: 'count.go', line: 8, message: 'x says nothing' } as const;
  const rows = [
    ['ada', 'maps'],
    ['ben', 'maps'],
    ['cleo', 'maps'],
    ['ada', 'pipes'],
    ['dan', 'auto'],
  ] as const;
  for (const [i, [participant, slug]] of rows.entries()) {
    const { submission } = await seedSubmission(database.owner, {
      ...{ course, assignment: assignments.get(slug)!, participant, repository: i + 1, sha: `${i}`.repeat(40) },
      ...{ receivedAt: `2026-11-20T1${i}:00:00Z`, tree: kept },
      judgements: { unit: judgement(0.75, { findings: [vet] }) },
    });
    submissions[`${participant} ${slug}`] = submission;
  }
}

/** ada and ben in section A, cleo in B. */
async function people(course: number) {
  for (const [name, section] of Object.entries({ ada: 'A', ben: 'A', cleo: 'B', dan: 'B' }))
    await execute(
      database.owner,
      `with p as (insert into participant (course_id, kind, name) values ($1, 'student', $2) returning id)
       insert into roster_entry (course_id, participant_id, name, section) select $1, id, $2, $3 from p`,
      [course, name, section],
    );
  const staff = 'insert into staff (course_id, login, github_id, role, sections) values ($1, $2, $3, $4, $5)';
  for (const [i, [login, role, sections]] of [
    ['helper', 'assistant', ['A']],
    ['other', 'assistant', ['B']],
    ['second', 'assistant', ['A']],
    ['teacher', 'teacher', []],
    ['looker', 'observer', ['B']],
  ].entries()) {
    cookies[String(login)] = await cookieOf(database.owner, { githubId: i + 1, login: String(login) });
    await execute(database.owner, staff, [course, login, i + 1, role, sections]);
  }
}

const ask = (who: string, url: string) => app.inject({ url, headers: { cookie: cookies[who]! } });
const page = async (who: string) => (await ask(who, '/courses/go/marking')).body.replaceAll(/\s+/g, ' ');

function post(who: string, url: string, fields: Record<string, string> = {}) {
  const headers = { cookie: cookies[who]!, 'content-type': 'application/x-www-form-urlencoded' };
  return app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() });
}

const next = async (who: string, after = '') => (await ask(who, `/courses/go/marking/next${after}`)).headers.location;
const at = (name: string) => `/submissions/${submissions[name]}#marking`;
const mark = { criterion: 'style', points: '15', comment: '' };

test('what counts and has a criterion for people is listed, for those of its section', async () => {
  expect(await page('teacher')).toMatch(
    /0 of 4 submissions are marked.*dealt to nobody.*ada.*ben.*cleo.*Assignment pipes/,
  );
  expect(await page('teacher')).not.toContain('dan');
  expect(await page('helper')).not.toContain('cleo');
  expect(await page('looker')).toMatch(/0 of 1 submissions are marked.*cleo/);
  expect(await page('looker')).not.toContain('Mark the next one');
  const attention = async (who: string) => (await ask(who, '/courses/go/attention')).body;
  expect([await attention('teacher'), await attention('looker')]).toEqual([
    expect.stringContaining('4 submissions to mark wait<'),
    expect.stringContaining('1 submission to mark waits<'),
  ]);
});

test('a teacher deals it: each gets what is of its section, who has least gets the next, and the log says so', async () => {
  expect((await post('helper', '/courses/go/marking/deal')).statusCode).toBe(403);
  await post('teacher', '/courses/go/marking/deal');
  const dealt = `select concat_ws(' ', p.name, a.slug, m.dealt_to) as text from marking m join participant p on p.id = m.participant_id
    join assignment a on a.id = m.assignment_id order by a.slug, p.name`;
  expect((await many<{ text: string }>(database.owner, dealt)).map(({ text }) => text)).toEqual([
    'ada maps helper',
    'ben maps second',
    'cleo maps other',
    'ada pipes helper',
  ]);
  expect(await one(database.owner, 'select actor, action, subject, after from audit')).toEqual({
    ...{ actor: 'teacher', action: 'marking.deal', subject: '4 of 4 submissions to mark' },
    after: { helper: 2, second: 1, other: 1 },
  });
});

test('the way leads from one to the next, until nothing of its own is left', async () => {
  expect([await next('helper'), await next('other')]).toEqual([at('ada maps'), at('cleo maps')]);
  const url = `/submissions/${submissions['ada maps']}/marks`;
  const on = await post('helper', url, { ...mark, go: 'next' });
  expect(on.headers.location).toBe(`/courses/go/marking/next?after=${submissions['ada maps']}`);
  expect(await next('helper', `?after=${submissions['ada maps']}`)).toBe(at('ada pipes'));
  expect(await page('helper')).toMatch(/helper<.th> <td>1 of 2 .*<td>1 of 1 .*<td>0 of 1 .*second<.th>/);
  const last = `/submissions/${submissions['ada pipes']}`;
  expect((await post('helper', `${last}/marks`, mark)).headers.location).toBe(`${last}#marking`);
  expect(await next('helper')).toBe('/courses/go/marking');
  expect(await page('helper')).toMatch(/2 of 3 submissions are marked/);
});

test('pages of marking and of the code to be marked are well made', async () => {
  const window = await (await windowOf(browser, origin, cookies.teacher)).newPage();
  await window.goto(`${origin}/courses/go/marking`);
  await expectWellMade(window, 'marking');
  await post('second', `/submissions/${submissions['ben maps']}/remarks`, {
    ...{ file: 'count.go', line: '11', text: 'A comment about what is counted twice would help: ÄPFEL and äpfel.' },
  });
  await window.goto(`${origin}/submissions/${submissions['ben maps']}`);
  await expectWellMade(window, 'submission-to-mark');
  await goBy(window.locator('.lines a', { hasText: /^8$/ }));
  await window.locator('#remark textarea').fill('Call it counts.');
  await expectWellMade(window, 'file');
  await goBy(window.getByRole('button', { name: 'Say it' }).first());
  await window.locator('tr.note', { hasText: 'Call it counts.' }).waitFor();
  expect(new URL(window.url()).hash).toBe('#L-count.go-8');
});

test('what is written into a page that looks again by itself is not lost', async () => {
  const { participant } = await one<{ participant: number }>(
    database.owner,
    'select participant_id as participant from submission where id = $1',
    [submissions['ada maps']],
  );
  cookies.ada = await cookieOf(database.owner, { githubId: 99, login: 'ada' });
  const own = `insert into participant_account (participant_id, login, github_id) values ($1, 'ada', 99)`;
  await execute(database.owner, own, [participant]);
  const window = await (await windowOf(browser, origin, cookies.ada)).newPage();
  await window.goto(`${origin}/submissions/${submissions['ada maps']}`);
  await window.locator('summary', { hasText: 'Ask the staff' }).click();
  await window.locator('#requests textarea').fill('Is nil not a list?');
  await execute(database.owner, `update outbox set last_error = 'GitHub is away'`);
  await window.evaluate('look()');
  expect(await window.locator('#requests textarea').inputValue()).toBe('Is nil not a list?');
  await window.locator('#requests textarea').fill('');
  await window.locator('summary', { hasText: 'Ask the staff' }).click();
  await window.evaluate('look()');
  expect(await window.locator('.standing').textContent()).toContain('GitHub is away');
});

test('what somebody has not marked can be taken back and dealt anew; who is no assistant any more loses it', async () => {
  expect((await post('second', '/courses/go/marking/take-back', { login: 'helper' })).statusCode).toBe(403);
  await post('teacher', '/courses/go/marking/take-back', { login: 'second' });
  expect(await page('teacher')).toMatch(/dealt to nobody/);
  await execute(database.owner, `delete from staff where login in ('second', 'other')`);
  await execute(database.owner, `update staff set sections = '{}' where login = 'helper'`);
  await post('teacher', '/courses/go/marking/deal');
  expect(await page('teacher')).toMatch(/helper<.th> <td>2 of 4/);
  const taken = `select subject from audit where action = 'marking.take-back'`;
  expect(await many(database.owner, taken)).toEqual([{ subject: 'what second had not marked: 1' }]);
});

test('a grade that a person has set needs no marks, and neither does what counts no more', async () => {
  const { id } = await one<{ id: number }>(database.owner, `select id from participant where name = 'cleo'`);
  const set = `insert into override (assignment_id, participant_id, points, reason, set_by)
    select assignment_id, participant_id, 5, 'spoken', 'teacher' from submission where participant_id = $1`;
  await execute(database.owner, set, [id]);
  expect(await page('teacher')).not.toContain('cleo');
});
