import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadRoster } from '#services/classroom/roster/load.ts';
import { execute, many, one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../../testing/app.ts';
import { criterion, seedCourse, seedSubmission } from '../../testing/classroom.ts';

let database: TestDatabase;
let app: FastifyInstance;
let course: number;
let seeded: Awaited<ReturnType<typeof seedCourse>>;
const cookies = { teacher: '', observer: '', ada: '', ben: '' };

beforeAll(async () => {
  database = await testDatabase();
  app = await testGradebook(database.web, { signIn });
});

beforeEach(async () => {
  await database.clear();
  seeded = await seedCourse(database.owner, 'go', { one: [criterion('unit', 10)] });
  course = seeded.course.id;
  for (const [n, login] of (['teacher', 'observer', 'ada', 'ben'] as const).entries()) {
    cookies[login] = await cookieOf(database.owner, { githubId: n + 1, login });
    if (n > 1) continue;
    const sql = `insert into staff (course_id, login, github_id, role, sections) values ($1, $2, $3, $2, $4)`;
    await execute(database.owner, sql, [course, login, n + 1, n === 1 ? ['A'] : []]);
  }
});

afterAll(async () => {
  await app?.close();
  await database?.close();
});

type Who = keyof typeof cookies;
const get = (url: string, who: Who = 'teacher') => app.inject({ url, headers: { cookie: cookies[who] } });
const post = (url: string, payload: Record<string, string> = {}, who: Who = 'teacher') =>
  app.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams(payload).toString() },
    headers: { cookie: cookies[who], 'content-type': 'application/x-www-form-urlencoded' },
  });
const base = '/courses/go/roster';
const people = () => loadRoster(database.owner, course);
const idOf = async (name: string) => (await people()).find((entry) => entry.name === name)!.id;
const actions = async () =>
  (await many<{ action: string }>(database.owner, 'select action from audit order by id')).map(({ action }) => action);

/** As a browser sends a form with a file. */
function send(url: string, fields: Record<string, string>, file?: string) {
  const edge = 'edge-of-a-part';
  const part = (head: string, text: string) =>
    `--${edge}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
  const parts = Object.entries(fields).map(([name, text]) => part(`name="${name}"`, text));
  const upload = part(
    `name="file"; filename="${file === undefined ? '' : 'people.csv'}"\r\ncontent-type: text/csv`,
    file ?? '',
  );
  const headers = { cookie: cookies.teacher, 'content-type': `multipart/form-data; boundary=${edge}` };
  return app.inject({ method: 'POST', url, headers, payload: `${parts.join('')}${upload}--${edge}--\r\n` });
}

const shownIn = (body: string) => /name="shown" value="(\w+)"/.exec(body)?.[1] ?? '';
const text = 'name,email,login,section\nAda Lovelace,ada@x.edu,,A\nBen,ben@x.edu,ben,B\n';
const take = async (csv: string, replace = 'no') => {
  const shown = shownIn((await send(`${base}/import`, { text: csv, replace })).body);
  return send(`${base}/import/apply`, { text: csv, replace, shown });
};

describe('an import', () => {
  test('is shown first, from a file or from text, and applied as shown', async () => {
    const tried = await send(`${base}/import`, {}, text);
    expect(tried.body).toContain('people.csv: a CSV, 2 people');
    expect(tried.body).toContain('Apply: add 2');
    expect(await people()).toEqual([]);
    const applied = await send(`${base}/import/apply`, { text, shown: shownIn(tried.body) });
    expect([applied.statusCode, applied.headers.location]).toEqual([303, `${base}?done=imported`]);
    expect((await people()).map(({ name }) => name)).toEqual(['Ada Lovelace', 'Ben']);
    expect((await get(`${base}?done=imported`)).body).toContain('The roster is imported.');
    expect((await send(`${base}/import`, { text })).body).toContain('says all of this already');
    expect(await actions()).toEqual(['roster.import']);
  });

  test('is not applied when the roster has changed meanwhile: it is shown again', async () => {
    const shown = shownIn((await send(`${base}/import`, { text })).body);
    await take('name,email\nAda Lovelace,ada@x.edu\n');
    const refused = await send(`${base}/import/apply`, { text, shown });
    expect(refused.statusCode).toBe(409);
    expect(refused.body).toContain('The roster has changed meanwhile');
    expect(await people()).toHaveLength(1);
    await send(`${base}/import/apply`, { text, shown: shownIn(refused.body) });
    expect(await people()).toHaveLength(2);
  });

  test('says of each line what is wrong, keeps the text, and changes nothing', async () => {
    const wrong = await send(`${base}/import`, { text: 'name,email\nAda,no address\n<i>,a@x.edu\n' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('is no e-mail address');
    expect(wrong.body).toContain('&lt;i&gt;,a@x.edu');
    expect((await send(`${base}/import`, {}, 'PK\u0003\u0004')).body).toContain('is a spreadsheet or an archive');
  });

  test('that is too long is read not at all, rather than half', async () => {
    const long = `name\n${'Ada Lovelace of Somewhere\n'.repeat(90_000)}`;
    for (const answer of [await send(`${base}/import`, { text: long }), await send(`${base}/import`, {}, long)])
      expect([answer.statusCode, answer.body.includes('That was not understood')]).toEqual([413, true]);
  });

  test('with signs that nobody sees is applied as shown, without them', async () => {
    const odd = 'name,email\r\nA\u202eda\u200b\u0007,ada@x.edu\r\n';
    const tried = await send(`${base}/import`, {}, odd);
    const [, carried = ''] = /<textarea name="text"[^>]*>\n([^<]*)</.exec(tried.body) ?? [];
    const applied = await send(`${base}/import/apply`, { text: carried, shown: shownIn(tried.body) });
    expect([applied.statusCode, (await people()).map(({ name }) => name)]).toEqual([303, ['Ada']]);
  });

  test('that would take somebody from a known account says so before it is applied', async () => {
    await take(text);
    await execute(database.owner, `update participant_account set github_id = 4 where login = 'ben'`);
    const tried = await send(`${base}/import`, { text: 'name,email,login\nBen,ben@x.edu,mallory\n' });
    expect([tried.statusCode, tried.body.includes('Ben is linked to ben; unlink that first')]).toEqual([422, true]);
    expect(await actions()).toEqual(['roster.import']);
  });

  test('of the whole roster says who leaves, and the download is imported unchanged', async () => {
    await take(text);
    const tried = await send(`${base}/import`, { text: 'name,email\nBen,ben@x.edu\n', replace: 'yes' });
    expect(tried.body).toContain('mark 1 as left');
    const csv = await get(`${base}/roster.csv`);
    expect(csv.headers['content-disposition']).toBe('attachment; filename="go-roster.csv"');
    expect((await send(`${base}/import`, { replace: 'yes' }, csv.body)).body).toContain('says all of this already');
  });
});

test('staff sees its own sections only, and only teachers get to forms', async () => {
  await take(text);
  const seen = (await get(base, 'observer')).body;
  expect([seen.includes('Ada Lovelace'), seen.includes('ben@x.edu'), seen.includes('/import')]).toEqual([
    true,
    false,
    false,
  ]);
  expect((await get(`${base}/roster.csv`, 'observer')).body).not.toContain('Ben');
  expect((await get(`${base}?q=LOVE+ada`)).body).toContain('Ada Lovelace');
  expect((await get(`${base}?q=nobody`)).body).toContain('Nobody matches');
});

describe('an invite', () => {
  const linkIn = (body: string) => /\/join\/[\w-]{32}/.exec(body)?.[0] ?? '';
  beforeEach(() => take(text));

  test('is made for whoever has no login, shown once, and links who signs in', async () => {
    const made = await post(`${base}/invites`);
    const link = linkIn(made.body);
    expect((await get(base)).body).not.toContain(link);
    expect((await get(link, 'ada')).body).toContain('I am Ada Lovelace: join as ada');
    expect((await people())[0]?.participantId).toBeUndefined();
    const joined = await post(link, {}, 'ada');
    expect([joined.statusCode, joined.headers.location]).toEqual([303, '/courses/go/me']);
    expect((await people())[0]).toMatchObject({ login: 'ada', participantId: expect.any(Number) });
    expect((await get('/courses/go/me', 'ada')).statusCode).toBe(302);
    expect((await get(link, 'ada')).body).toContain('You are in Course go');
    expect((await get(link, 'ben')).body).toContain('Another account has accepted this invite');
    expect((await post(link, {}, 'ben')).statusCode).toBe(409);
    expect(await actions()).toEqual(['roster.import', 'roster.invite', 'roster.accept']);
  });

  test('is made for all at once as a CSV for a mail program', async () => {
    const made = await post(`${base}/invites`, { as: 'csv' });
    expect(made.headers['content-disposition']).toBe('attachment; filename="go-invites.csv"');
    expect(made.body).toBe(`name,email,link\nAda Lovelace,ada@x.edu,http://localhost:80${linkIn(made.body)}\n`);
    expect((await get(linkIn(made.body), 'ada')).statusCode).toBe(200);
  });

  test('that was replaced, taken back or is of somebody who left says so', async () => {
    const id = await idOf('Ada Lovelace');
    const first = linkIn((await post(`${base}/${id}/invite`)).body);
    const second = linkIn((await post(`${base}/${id}/invite`)).body);
    expect([(await get(first, 'ada')).statusCode, (await get(second, 'ada')).statusCode]).toEqual([404, 200]);
    expect((await post(`${base}/invites`)).body).toContain('Nobody was invited');
    expect((await post(`${base}/invites`, { anew: 'yes' })).body).toContain('One invite');
    const third = linkIn((await post(`${base}/${id}/invite`)).body);
    await post(`${base}/${id}/uninvite`);
    expect((await get(third, 'ada')).body).toContain('This invite leads nowhere');
    const last = linkIn((await post(`${base}/${id}/invite`)).body);
    await take('name,email\nBen,ben@x.edu\n', 'yes');
    expect((await get(last, 'ada')).body).toContain('You are no longer on the roster');
    expect((await post(last, {}, 'ada')).statusCode).toBe(409);
  });

  test('of another course or of nobody is not made', async () => {
    await seedCourse(database.owner, 'rust', { one: [criterion('unit', 10)] });
    const id = await idOf('Ada Lovelace');
    await execute(database.owner, `update roster_entry set course_id = course_id + 1 where id = $1`, [id]);
    expect((await post(`${base}/${id}/invite`)).statusCode).toBe(404);
    expect((await get(`${base}/${id}`)).statusCode).toBe(404);
    expect((await post(`${base}/${id}/unlink`)).statusCode).toBe(404);
  });
});

describe('one person', () => {
  const add = (typed: Record<string, string>) => post(`${base}/people`, typed);
  const entry = async (name: string) => (await people()).find((each) => each.name === name);

  test('is added with a login and a group, unless it is somebody who is there', async () => {
    const added = await add({ name: 'Cleo', email: 'cleo@x.edu', login: '@Cleo', section: 'A', group: 'Blue Whales' });
    expect([added.statusCode, added.headers.location]).toEqual([303, `${base}?done=added`]);
    const cleo = { email: 'cleo@x.edu', login: 'cleo', section: 'A', group: 'blue-whales' };
    expect(await entry('Cleo')).toMatchObject({ ...cleo, participantId: expect.any(Number) });
    const again = await add({ name: '<b>Dan', email: 'CLEO@x.edu', login: 'no login' });
    expect([again.statusCode, again.body.includes('is no GitHub login'), again.body.includes('&lt;b&gt;Dan')]).toEqual([
      ...[422, true, true],
    ]);
    expect((await add({ name: 'Dan', email: 'CLEO@x.edu' })).body).toContain('is that of Cleo, of the roster');
    expect((await add({ name: ' ' })).body).toContain('everybody needs a name');
    expect([await people(), await actions()]).toMatchObject([[{}], ['group.join', 'roster.add']]);
    expect((await post(`${base}/people`, { name: 'Eve' }, 'observer')).statusCode).toBe(403);
  });

  test('is corrected, also to nothing; a linked login and work that was begun stay', async () => {
    await add({ name: 'Cleo', email: 'cleo@x.edu', section: 'A' });
    const self = `${base}/${await idOf('Cleo')}`;
    const saved = await post(`${self}/correct`, { name: 'Cleopatra', email: '', login: 'cleo', group: 'sharks' });
    expect(saved.headers.location).toBe(`${self}?done=corrected`);
    const after = await entry('Cleopatra');
    expect(after).toMatchObject({ email: undefined, section: undefined, login: 'cleo', group: 'sharks' });
    await post(`${self}/correct`, { name: 'Cleopatra', login: 'mallory' });
    expect(await entry('Cleopatra')).toMatchObject({ login: 'cleo', group: undefined });
    const wrong = await post(`${self}/correct`, { name: 'Cleopatra', email: 'none' });
    expect([wrong.statusCode, wrong.body.includes('is no e-mail address')]).toEqual([422, true]);
    expect((await post(`${base}/999999/correct`, { name: 'x' })).statusCode).toBe(404);
  });

  test('is taken off the roster, and back, with its link', async () => {
    await add({ name: 'Cleo', login: 'cleo' });
    const self = `${base}/${await idOf('Cleo')}`;
    expect((await post(`${self}/remove`)).headers.location).toBe(`${self}?done=remove`);
    expect(await entry('Cleo')).toMatchObject({ left: true, participantId: expect.any(Number) });
    expect((await get(`${self}?done=remove`)).body).toContain('Take Cleo back');
    await post(`${self}/back`);
    expect(await entry('Cleo')).toMatchObject({ left: false, login: 'cleo' });
    expect(await actions()).toEqual(['roster.add', 'roster.remove', 'roster.back']);
  });
});

test('pushes of nobody are linked by one click, and unlinked again', async () => {
  await take(text);
  await seedSubmission(database.owner, {
    ...{ course, assignment: seeded.assignments.get('one')!, participant: 'alovelace', repository: 7 },
    ...{ sha: 'a'.repeat(40), receivedAt: '2026-11-01T12:00:00Z' },
  });
  const page = (await get(base)).body;
  expect(page).toContain('alovelace is made of the name');
  const [, participant = ''] = /name="participant" value="(\d+)"/.exec(page) ?? [];
  const [, person = ''] = /name="person" value="([^"]+)"/.exec(page) ?? [];
  expect((await post(`${base}/links`, { person: 'Ada', participant })).body).toContain('Choose somebody from the list');
  expect((await post(`${base}/links`, { person, participant })).headers.location).toBe(`${base}?done=linked`);
  expect((await people())[0]).toMatchObject({ login: 'alovelace', participantId: Number(participant) });
  const refused = await post(`${base}/links`, { person: `Ben #${await idOf('Ben')}`, participant });
  expect([refused.statusCode, refused.body.includes('alovelace is linked to Ada Lovelace')]).toEqual([409, true]);
  const self = `${base}/${await idOf('Ada Lovelace')}`;
  expect((await get(self)).body).toContain('Unlink alovelace');
  expect((await post(`${self}/unlink`)).headers.location).toBe(`${self}?done=unlinked`);
  expect((await get(self)).body).toContain('alovelace (likely)');
  expect(await actions()).toEqual(['roster.import', 'roster.link', 'roster.unlink']);
  expect(await one(database.owner, 'select count(*)::int as n from submission')).toEqual({ n: 1 });
});
