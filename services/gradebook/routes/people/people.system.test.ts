import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { handInCommit } from '#services/classroom/decisions/commits.ts';
import { findRepository } from '#services/classroom/intake/repository.ts';
import { settle } from '#services/classroom/intake/settle.ts';
import { noRules } from '#services/classroom/rules/document.ts';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../../testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '../../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let course: number;
let assignment: { id: number; version: number };
const rings: string[] = [];
const accepting = { able: async () => true, work: vi.fn(), look: vi.fn() };
const accounts = { teacher: 1, assistant: 2, ada: 3, ben: 4 } as const;
type Who = keyof typeof accounts;
const cookies = new Map<Who, string>();
const ids = new Map<string, number>();

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn, accepting, ring: (bell) => rings.push(bell) });
});

/** Two students of sections A and B: ada handed in 8 of 10 a day late, and 5 of 10 in time before; ben nothing. */
beforeEach(async () => {
  await database.clear();
  rings.length = 0;
  accepting.look.mockClear();
  const seeded = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)], two: [criterion('unit', 10)] });
  course = seeded.course.id;
  assignment = seeded.assignments.get('one')!;
  const late = { perDay: 0.5, cap: 1, slipDays: 0, slipDaysEach: 0 };
  const rules = { ...noRules, due: '2026-11-01T22:59:00.000Z', late };
  await execute(database.owner, 'update assignment set rules = $2 where id = $1', [assignment.id, rules]);
  for (const [who, githubId] of Object.entries(accounts) as [Who, number][])
    cookies.set(who, await cookieOf(database.owner, { githubId, login: who }));
  const staff = `insert into staff (course_id, login, github_id, role, sections) values ($1, $2, $3, $2, $4)`;
  await execute(database.owner, staff, [course, 'teacher', accounts.teacher, []]);
  await execute(database.owner, staff, [course, 'assistant', accounts.assistant, ['B']]);
  await student('ada', 'A');
  await student('ben', 'B');
  await handedIn('a', 0.5, '2026-11-01T12:00:00Z');
  await handedIn('b', 0.8, '2026-11-02T12:00:00Z');
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

async function student(name: 'ada' | 'ben', section: string) {
  const made = `insert into participant (course_id, kind, name) values ($1, 'student', $2) returning id`;
  const { id } = await one<{ id: number }>(database.owner, made, [course, name]);
  const known = 'insert into participant_account (participant_id, login, github_id) values ($1, $2, $3)';
  await execute(database.owner, known, [id, name, accounts[name]]);
  const entry = 'insert into roster_entry (course_id, participant_id, name, section) values ($1, $2, $3, $4)';
  await execute(database.owner, entry, [course, id, name === 'ada' ? 'Ada Lovelace' : 'Ben', section]);
  ids.set(name, id);
}

async function handedIn(digit: string, credit: number, receivedAt: string) {
  const { submission } = await seedSubmission(database.owner, {
    ...{ course, assignment, participant: 'ada', repository: 7, sha: digit.repeat(40), receivedAt },
    judgements: { unit: judgement(credit) },
  });
  ids.set(digit, submission);
}

const get = (url: string, who: Who = 'teacher') => app.inject({ url, headers: { cookie: cookies.get(who)! } });
const post = (url: string, payload: Record<string, string | number> = {}, who: Who = 'teacher') =>
  app.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams(payload as Record<string, string>).toString() },
    headers: { cookie: cookies.get(who)!, 'content-type': 'application/x-www-form-urlencoded' },
  });
const cell = (who: 'ada' | 'ben' = 'ada') => `/courses/go/participants/${ids.get(who)}/one`;
/** The figure of the grade on its page. */
const grade = async () => /class="(?:figure|chip \w+)">([^<]+)</.exec((await get(cell())).body)?.[1];
const log = () =>
  many<{ action: string; subject: string; actor: string }>(
    database.owner,
    'select action, subject, actor from audit order by id',
  );

describe('an extension', () => {
  const base = '/courses/go/extensions';
  const form = (more: object = {}) => ({
    ...{
      whom: `participant:${ids.get('ada')}`,
      assignment: 'one',
      until: '2026-11-03T00:00',
      amount: '',
      unit: 'hours',
    },
    ...{ reason: 'ill', ...more },
  });

  test('shows whose grade it moves before it is granted, and moves it then', async () => {
    expect(await grade()).toBe('4');
    const preview = await post(`${base}/preview`, form());
    expect(preview.body).toContain('One grade moves');
    expect(preview.body).toContain('4 of 10</td><td>8 of 10');
    expect([await grade(), (await log()).length]).toEqual(['4', 0]);
    expect((await post(base, form())).headers.location).toBe(`${base}?done=granted`);
    expect([await grade(), rings]).toEqual(['8', ['reporting']]);
    expect(await log()).toEqual([
      { action: 'extension.grant', subject: 'Ada Lovelace, Assignment one', actor: 'teacher' },
    ]);
    const list = (await get(base)).body;
    expect(list).toContain('until Tue, 3 Nov 2026, 00:00:00');
    expect((await get(cell(), 'ada')).body).toContain('<dt>Extension</dt><dd>ill</dd>');
  });

  test('has told again what it may change, and nothing else', async () => {
    const told = () => many<{ subject: string }>(database.owner, 'select subject from outbox order by id');
    await post(base, form({ whom: `participant:${ids.get('ben')}` }));
    await execute(database.owner, `update assignment set rules = rules || '{"due": "2126-11-01T22:59:00.000Z"}'`);
    await post(base, form({ whom: 'everybody', until: '', amount: '2' }));
    expect(await told()).toEqual([]);
    await execute(database.owner, `update assignment set rules = rules || '{"due": "2026-11-01T22:59:00.000Z"}'`);
    await post(base, form({ whom: 'section:A', until: '', amount: '2', assignment: '' }));
    expect(await told()).toHaveLength(2);
  });

  test('is taken back with the same look before', async () => {
    await post(base, form({ until: '', amount: '2', unit: 'days', assignment: '', whom: 'section:A' }));
    expect(await grade()).toBe('8');
    expect((await get(base)).body).toContain('2 days later, at the same time');
    const { id, ...time } = await one<{ id: number }>(database.owner, 'select id, minutes, days from extension');
    expect(time).toEqual({ minutes: null, days: 2 });
    expect((await get(`${base}/${id}/revoke`)).body).toContain('8 of 10</td><td>4 of 10');
    await post(`${base}/${id}/revoke`);
    expect(await grade()).toBe('4');
    expect((await log()).map(({ action, subject }) => [action, subject])).toEqual([
      ['extension.grant', 'section A, all assignments'],
      ['extension.revoke', 'section A, all assignments'],
    ]);
    expect((await post(`${base}/${id}/revoke`)).statusCode).toBe(404);
  });

  const wrong: [object, string][] = [
    [{ whom: '' }, 'Choose for whom it is.'],
    [{ whom: 'section:Z' }, 'There is nobody of that name in this course.'],
    [{ reason: ' ' }, 'Say why'],
    [{ until: '' }, 'Say either until when, or by how much later.'],
    [{ amount: '3' }, 'Say either until when, or by how much later.'],
    [{ until: '2026-11-31T00:00' }, 'is not in the calendar'],
    [{ until: '2026-10-01T00:00' }, 'That is not later than the due date'],
    [{ assignment: 'two' }, 'Assignment two has no due date'],
    [{ assignment: '' }, 'For all assignments say how much later'],
    [{ until: '', amount: '999999' }, 'between a minute and a year'],
    [{ until: '', amount: '367', unit: 'days' }, 'between a minute and a year'],
  ];
  test('is asked for from the page of a grade', async () => {
    const [, link = ''] = /href="([^"]+extensions\?[^"]+)"/.exec((await get(cell())).body) ?? [];
    const page = (await get(link.replaceAll('&amp;', '&'))).body;
    expect(page).toMatch(new RegExp(`value="participant:${ids.get('ada')}" selected`));
    expect(page).toContain('value="one" selected');
  });

  test('that contradicts itself is refused, with what would be right', async () => {
    for (const [more, why] of wrong) {
      const refused = await post(base, form(more));
      expect([more, refused.statusCode, refused.body.includes(why)]).toEqual([more, 422, true]);
    }
    expect(await log()).toEqual([]);
  });

  test('of another section is not seen by an assistant, who grants none', async () => {
    await post(base, form());
    expect((await get(base, 'assistant')).body).not.toContain('Ada Lovelace');
    expect((await post(base, form(), 'assistant')).statusCode).toBe(403);
  });
});

describe('a grade', () => {
  test('is explained to its student and to the staff of its section, and to nobody else', async () => {
    const own = (await get(cell(), 'ada')).body;
    for (const text of ['−4', '1 day', '50 %', 'it is the last', 'Due', 'assignment']) expect(own).toContain(text);
    expect(own).not.toContain('<h2>Decide</h2>');
    const statuses = async (url: string) =>
      Promise.all(
        (['ada', 'ben', 'assistant', 'teacher'] as const).map(async (who) => (await get(url, who)).statusCode),
      );
    expect(await statuses(cell())).toEqual([200, 404, 404, 200]);
    expect(await statuses(cell('ben'))).toEqual([404, 200, 200, 200]);
    expect((await get(`${cell()}x`)).statusCode).toBe(404);
  });

  test('is set by hand, replaced and computed again', async () => {
    const set = (points: string, more = {}) => post(`${cell()}/override`, { points, reason: 'a viva', ...more });
    expect((await set('7.5')).headers.location).toBe(`${cell()}?done=set`);
    expect(await grade()).toBe('7.5');
    await set('9');
    expect(await grade()).toBe('9');
    expect((await get(cell(), 'ada')).body).toContain('a viva');
    await set('', { excused: 'yes' });
    expect(await grade()).toBe('excused');
    await post(`${cell()}/override/revoke`);
    expect(await grade()).toBe('4');
    expect((await post(`${cell()}/override/revoke`)).statusCode).toBe(404);
    const { before, after } = await one<{ before: unknown; after: unknown }>(
      database.owner,
      `select before, after from audit where action = 'override.set' order by id offset 1 limit 1`,
    );
    expect([before, after]).toEqual([
      { points: 7.5, reason: 'a viva' },
      { points: 9, reason: 'a viva' },
    ]);
    expect((await set('many')).body).toContain('Points are a number');
    expect((await set('7', { reason: '' })).body).toContain('Say why');
    expect((await post(`${cell()}/override`, { points: '7', reason: 'x' }, 'ada')).statusCode).toBe(403);
  });

  test('is of the attempt that a teacher chooses', async () => {
    expect((await get(cell())).body).toContain('Let it count: aaaaaaa');
    await post(`${cell()}/choose`, { submission: ids.get('a')! });
    expect(await grade()).toBe('5');
    expect((await get(cell())).body).toContain('teacher chose it');
    await post(`${cell()}/unchoose`);
    expect(await grade()).toBe('4');
    expect((await log()).map(({ action }) => action)).toEqual(['submission.choose', 'submission.unchoose']);
    expect((await post(`${cell('ben')}/choose`, { submission: ids.get('a')! })).statusCode).toBe(404);
  });
});

describe('a commit that a teacher hands in', () => {
  const handIn = (sha: string, repository = 7) => post(`${cell()}/hand-in`, { sha, repository });
  const handIns = () =>
    many<{ sha: string; official: boolean; at: string }>(
      database.owner,
      `select left(sha, 1) as sha, official, received_at < '2026-11-02' as "inTime" from hand_in where cause = 'teacher'`,
    );

  test('is queued and counts from when it reached us; one that was no head of a push, from now', async () => {
    const practice = `insert into hand_in (repository_id, cause, branch, sha, official, received_at, ignored)
      values (7, 'push', 'wip', $1, false, '2026-11-01T10:00:00Z', 'another branch')`;
    await execute(database.owner, practice, ['c'.repeat(40)]);
    expect((await get(cell())).body).toContain('aria-label="Hand it in: ccccccc"');
    expect((await handIn('ccccccc')).headers.location).toBe(`${cell()}?done=handed`);
    expect(rings).toEqual(['reporting', 'grading']);
    await handIn('D'.repeat(40));
    expect(await handIns()).toEqual([
      { sha: 'c', official: true, inTime: true },
      { sha: 'd', official: true, inTime: false },
    ]);
    expect(await one(database.owner, `select count(*)::int as n from run where state = 'queued'`)).toEqual({ n: 2 });
    expect(await log()).toMatchObject([{ action: 'submission.hand-in' }, { action: 'submission.hand-in' }]);
    const after = (await get(cell())).body;
    expect([after.includes('>ccccccc<'), after.includes('Hand it in: ccccccc')]).toEqual([true, false]);
  });

  test('stays handed in when the repository is looked at again', async () => {
    await handIn('c'.repeat(40));
    await settle(database.web, await findRepository(database.web, 7));
    expect(await handIns()).toMatchObject([{ official: true }]);
  });

  test('is taken back: what a mistyped number cost is given back, and it can be handed in again', async () => {
    const mistyped = 'c'.repeat(40);
    await execute(database.owner, `update submission set unavailable = 'It is too big.'`);
    await execute(database.owner, `delete from run_choice`);
    await execute(database.owner, `update run set state = 'unavailable'`);
    await execute(database.owner, `update submission set counted_run = null`);
    await handIn(mistyped);
    await execute(database.owner, `update run set state = 'unavailable'`);
    const before = (await get(cell())).body;
    expect(before).toContain('nothing that was pushed counts');
    expect(before).toMatch(/cannot be had[\s\S]*It is too big\./);
    expect(before).not.toContain('our trouble');
    const sheet = (await get(`/courses/go/participants/${ids.get('ada')}`, 'ada')).body;
    expect(sheet).toContain('>nothing counts<');
    expect(sheet).toMatch(/does not count\. It cannot be judged[\s\S]*<strong>Push again/);
    const sql = 'select id from submission where sha = $1';
    const { id: submission } = await one<{ id: number }>(database.owner, sql, [mistyped]);
    expect((await post(`${cell()}/take-back`, { submission: ids.get('a')! })).statusCode).toBe(404);
    expect((await post(`${cell('ben')}/take-back`, { submission })).statusCode).toBe(404);
    expect((await post(`${cell()}/take-back`, { submission })).headers.location).toBe(`${cell()}?done=taken`);
    await settle(database.web, await findRepository(database.web, 7));
    const after = (await get(cell())).body;
    expect([after.includes('Take the hand-in back'), after.includes('Hand it in: ccccccc')]).toEqual([false, true]);
    expect((await get(`/submissions/${submission}`)).statusCode).toBe(200);
    expect((await get(`/courses/go/participants/${ids.get('ada')}`, 'ada')).body).toContain('took that back');
    expect((await handIn(mistyped)).statusCode).toBe(303);
    expect((await get(cell())).body).toContain('Take the hand-in back: ccccccc');
    expect((await log()).map(({ action }) => action)).toEqual([
      ...['submission.hand-in', 'submission.take-back', 'submission.hand-in'],
    ]);
  });

  test('that its student had pushed, too, stays as the push that it was', async () => {
    await handIn('b'.repeat(40));
    await post(`${cell()}/take-back`, { submission: ids.get('b')! });
    expect(await grade()).toBe('4');
    expect((await get(cell())).body).not.toContain('Take the hand-in back');
  });

  test('is refused the second time, unknown by its beginning, or in a repository of somebody else', async () => {
    await handIn('c'.repeat(40));
    expect((await handIn('c'.repeat(40))).body).toContain('has handed in this commit before');
    expect((await handIn('1234567')).body).toContain('Write all 40 digits');
    expect((await handIn('c'.repeat(40), 8)).body).toContain('no such repository');
    const place = {
      ...{ courseId: course, assignment: { id: assignment.id, title: '' } },
      participant: { id: ids.get('ben')!, name: 'Ben', kind: 'student' },
    } as const;
    const wish = { repositoryId: 7, sha: 'c'.repeat(40) };
    expect(await handInCommit(database.web, place, wish, { login: 't' })).toMatchObject({ why: expect.any(String) });
    expect(await handIns()).toHaveLength(1);
  });
});

describe('groups', () => {
  const base = '/courses/go/groups';
  const members = () =>
    many<{ group: string; student: string }>(
      database.owner,
      `select g.name as "group", s.name as student from group_member m join participant g on g.id = m.group_id
       join participant s on s.id = m.student_id order by 1, 2`,
    );
  const put = (who: string, group: string) => post(base, { student: ids.get(who)!, group });

  test('are made by a teacher, who moves members between them', async () => {
    await put('ada', 'Blue Whales');
    await put('ben', 'sharks');
    expect(await members()).toEqual([
      { group: 'blue-whales', student: 'ada' },
      { group: 'sharks', student: 'ben' },
    ]);
    const idOf = async (name: string) =>
      (await one<{ id: number }>(database.owner, 'select id from participant where name = $1', [name])).id;
    const [whales, sharks] = [await idOf('blue-whales'), await idOf('sharks')];
    await post(`${base}/move`, { student: ids.get('ada')!, from: whales, to: sharks });
    expect((await members()).map(({ group }) => group)).toEqual(['sharks', 'sharks']);
    await post(`${base}/move`, { student: ids.get('ben')!, from: sharks, to: '' });
    expect(await members()).toEqual([{ group: 'sharks', student: 'ada' }]);
    const refused = await post(`${base}/move`, { student: ids.get('ada')!, from: sharks, to: 999_999 });
    expect([refused.statusCode, refused.body.includes('There is no such group.')]).toEqual([409, true]);
    expect(await members()).toHaveLength(1);
    expect((await log()).map(({ action }) => action)).toEqual([
      ...['group.join', 'group.join', 'group.leave', 'group.join', 'group.leave'],
    ]);
  });

  test('larger than course.yaml allows are marked, and who is put into one gets access to its repositories, until taken out', async () => {
    const document = { assignments: [{ folder: 'one', groupSize: 1 }] };
    await execute(database.owner, 'update course set document = $1', [document]);
    await execute(database.owner, `update assignment set groups = true, folder = slug where slug = 'one'`);
    await put('ada', 'whales');
    expect((await get(base)).body).not.toContain('more than 1');
    const accepted = `insert into acceptance (assignment_id, participant_id, step)
      select $1, id, 'done' from participant where name = 'whales'`;
    await execute(database.owner, accepted, [assignment.id]);
    await put('ben', 'whales');
    const page = (await get(base)).body;
    expect([page.includes('Assignment one: 1 at most'), page.includes('more than 1')]).toEqual([true, true]);
    const asked = () => many(database.owner, 'select step, access_again, leavers from acceptance');
    expect(await asked()).toEqual([{ step: 'access', access_again: false, leavers: [] }]);
    const { id: from } = await one<{ id: number }>(database.owner, `select id from participant where name = 'whales'`);
    await post(`${base}/move`, { student: ids.get('ben')!, from, to: '' });
    expect(await asked()).toEqual([{ step: 'access', access_again: true, leavers: ['ben'] }]);
    expect(accepting.look).toHaveBeenCalledTimes(3);
  });

  test('are seen by staff of a section with a member in it', async () => {
    await put('ada', 'whales');
    await put('ben', 'sharks');
    const seen = (await get(base, 'assistant')).body;
    expect([seen.includes('sharks'), seen.includes('whales')]).toEqual([true, false]);
    expect((await get(base, 'ben')).statusCode).toBe(403);
    expect((await post(base, { student: 1, group: 'x' }, 'assistant')).statusCode).toBe(403);
  });
});

test('the log tells who did what, newest first, and is for teachers', async () => {
  const entry = `insert into audit (course_id, actor, action, subject, before, after)
    select $1, 'somebody', 'thing.do', 'subject ' || n, '{"a": 1}', '{"a": 2}' from generate_series(1, 60) n`;
  await execute(database.owner, entry, [course]);
  await post(`${cell()}/override`, { points: '7', reason: 'a <b>viva</b>' });
  const first = (await get('/courses/go/log')).body;
  expect(first.indexOf('override.set')).toBeLessThan(first.indexOf('subject 60'));
  expect(first).toContain('a &lt;b&gt;viva&lt;/b&gt;');
  expect(first).toContain('a: <del>1</del> → <ins>2</ins>');
  const [, next = ''] = /href="([^"]+)" rel="next"/.exec(first) ?? [];
  const second = (await get(next.replaceAll('&amp;', '&'))).body;
  expect([second.includes('subject 1<'), second.includes('rel="next"')]).toEqual([true, false]);
  const filtered = (await get('/courses/go/log?actor=teacher&action=')).body;
  expect([filtered.includes('override.set'), filtered.includes('subject 60')]).toEqual([true, false]);
  expect((await get('/courses/go/log?action=no.such')).body).toContain('Nothing of that kind');
  expect((await get('/courses/go/log', 'assistant')).statusCode).toBe(403);
});

test("on one's own machine, without sign-in, everything is there and decided by its administrator", async () => {
  const own = await testGradebook(database.web);
  const pages = ['roster', 'roster/import', 'roster/invites', 'roster/1', 'groups', 'extensions', 'log'];
  for (const url of [...pages.map((page) => `/courses/go/${page}`), cell()])
    expect([url, (await own.inject(url)).statusCode]).toEqual([url, 200]);
  const payload = { points: '7', reason: 'a viva' };
  expect((await own.inject({ method: 'POST', url: `${cell()}/override`, payload })).statusCode).toBe(303);
  expect(await log()).toMatchObject([{ action: 'override.set', actor: 'local administrator' }]);
  await own.close();
});
