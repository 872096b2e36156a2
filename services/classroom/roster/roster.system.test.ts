import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BELONGINGS } from '#services/classroom/intake/merge.ts';
import { mergeByAccount, participantFor } from '#services/classroom/intake/participant.ts';
import { type TestClassroom, testClassroom } from '#services/classroom/runs/testing/classroom.ts';
import { execute, many, one, transaction } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { createGroup, groupsOf, joinGroup, leaveGroup } from './groups.ts';
import { importRoster } from './import.ts';
import { importGroups, readGroups } from './import-groups.ts';
import { acceptInvite, createInvite, findInvite } from './invite.ts';
import { linkEntry, unlinkEntry } from './link.ts';
import { loadRoster } from './load.ts';
import { readRoster } from './read.ts';
import { unlinkedPushes } from './unlinked.ts';
import { writeRoster } from './write.ts';

let db: TestDatabase;
let classroom: TestClassroom;
let courseId: number;
const actor = { id: 7, login: 'teacher' };

beforeAll(async () => {
  db = await testDatabase();
});

beforeEach(async () => {
  await db.clear();
  classroom = await testClassroom(db.owner);
  courseId = (await one<{ id: number }>(db.owner, 'select id from course')).id;
});

afterAll(() => db?.close());

const take = (text: string, options: { replace?: boolean; dryRun?: boolean } = {}) =>
  transaction(db.web, (tx) =>
    importRoster(tx, courseId, readRoster(Buffer.from(text), 'people.csv'), { ...options, actor }),
  );
const roster = () => loadRoster(db.web, courseId);
const entryOf = async (name: string) => (await roster()).find((entry) => entry.name === name)!;
const account = (login: string, githubId: number) => ({ login, githubId });

/** A student who has pushed; known by a number where GitHub told it. */
async function pusher(login: string, githubId?: number): Promise<number> {
  await classroom.submission(login, 'a');
  const { participantId } = await classroom.student(login);
  const sql = 'insert into participant_account (participant_id, login, github_id) values ($1, $2, $3)';
  await execute(db.owner, sql, [participantId, login, githubId]);
  return participantId;
}

describe('an import', () => {
  const text = 'name,email,institution_id,login,section\nAda,ada@x.edu,s1,ada,A\nBen,ben@x.edu,,,B\n';

  test('adds people, links those who have a login, and changes nothing the second time', async () => {
    const pushed = await pusher('ada');
    expect((await take(text)).added).toHaveLength(2);
    const after = await roster();
    expect(after).toMatchObject([
      { name: 'Ada', email: 'ada@x.edu', institutionId: 's1', login: 'ada', section: 'A', participantId: pushed },
      { name: 'Ben', participantId: undefined },
    ]);
    expect(await take(text)).toMatchObject({ added: [], changed: [] });
    expect(await take(writeRoster(after), { replace: true })).toMatchObject({ added: [], changed: [], left: [] });
    expect(await roster()).toEqual(after);
    expect(await many(db.owner, 'select action, actor_id from audit')).toEqual([
      { action: 'roster.import', actor_id: 7 },
    ]);
  });

  test('puts people in groups, those without a login as soon as they have one, and is as the export says', async () => {
    const groups =
      'name,email,login,section,group\nAda,ada@x.edu,ada,A,Blue Whales\nBen,ben@x.edu,,A,"sharks; blue-whales"\n';
    await take(groups);
    expect((await roster()).map(({ group, section }) => [group, section])).toEqual([
      ['blue-whales', 'A'],
      ['blue-whales, sharks', 'A'],
    ]);
    expect(await take(groups)).toMatchObject({ added: [], changed: [] });
    expect(await take(writeRoster(await roster()), { replace: true })).toMatchObject({ changed: [], left: [] });
    const members = async () =>
      (await groupsOf(db.web, courseId)).map((group) => [group.name, group.members.map(({ name }) => name)]);
    expect(await members()).toEqual([['blue-whales', ['Ada']]]);
    const token = await transaction(db.web, async (tx) => createInvite(tx, courseId, (await entryOf('Ben')).id, actor));
    await transaction(db.web, (tx) => acceptInvite(tx, token!, account('ben', 102)));
    expect(await members()).toEqual([
      ['blue-whales', ['Ada', 'Ben']],
      ['sharks', ['Ben']],
    ]);
    expect(await take(groups)).toMatchObject({ changed: [] });
  });

  test('moves people between groups, but not out of work that was begun', async () => {
    const put = (group: string) => take(`name,login,group\nAda,ada,${group}\n`);
    const groupsNow = async () => (await entryOf('Ada')).group;
    await put('whales');
    await put('sharks');
    expect(await groupsNow()).toBe('sharks');
    const begin = `update repository set participant_id = (select id from participant where name = $1) where id = $2`;
    const other = await pusher('zoe');
    await execute(db.owner, begin, ['sharks', (await one<{ id: number }>(db.owner, 'select id from repository')).id]);
    await put('rays');
    expect([await groupsNow(), other]).toEqual(['rays, sharks', other]);
    expect(await put('rays')).toMatchObject({ changed: [] });
    await expect(put('§')).rejects.toThrow('people.csv:2:3: group: "§" names no group');
  });

  test('that is only tried writes nothing', async () => {
    expect((await take(text, { dryRun: true })).added).toHaveLength(2);
    expect(await roster()).toEqual([]);
    expect(await one(db.owner, 'select count(*)::int as n from participant')).toEqual({ n: 0 });
  });

  test('that contradicts the roster writes nothing', async () => {
    await take(text);
    const before = await roster();
    await expect(take('name,email,institution_id\nDan,dan@x.edu,\nBen,ben@x.edu,s1\n')).rejects.toThrow(
      'people.csv:3:1: name: has the institution_id of Ada and the email of Ben',
    );
    expect(await roster()).toEqual(before);
  });

  test('of the whole roster marks who is missing as left, and takes them back with their grades', async () => {
    await take(text);
    const { participantId } = await entryOf('Ada');
    await take('name,email\nBen,ben@x.edu\n', { replace: true });
    expect(await entryOf('Ada')).toMatchObject({ left: true, participantId });
    await take(text);
    expect(await entryOf('Ada')).toMatchObject({ left: false, participantId });
  });

  test('takes what two people swapped', async () => {
    await take('name,email,institution_id\nAda,a@x.edu,1\nBen,b@x.edu,2\n');
    await take('name,email,institution_id\nAda,b@x.edu,1\nBen,c@x.edu,2\n').catch(() => undefined);
    await take('name,institution_id,email\nAda,1,\nBen,2,c@x.edu\n');
    await take('name,institution_id,email\nAda,1,b@x.edu\nBen,2,a2@x.edu\n');
    expect((await roster()).map(({ email }) => email)).toEqual(['b@x.edu', 'a2@x.edu']);
  });

  test("knows an account by GitHub's number, whatever it is called now", async () => {
    const pushed = await pusher('ada-old', 101);
    await take('identifier,github_username,github_id,name\ns1,ada-new,101,Ada\n');
    expect(await entryOf('Ada')).toMatchObject({ participantId: pushed, login: 'ada-new' });
  });

  test('mends a mistyped login, and leaves no participant behind', async () => {
    await take('name,institution_id,login\nAda,1,adda\n');
    await take('name,institution_id,login\nAda,1,ada\n');
    expect(await many(db.owner, 'select name from participant')).toEqual([{ name: 'ada' }]);
  });

  test('does not take somebody away from an account that has pushed', async () => {
    await pusher('ada', 101);
    await take('name,institution_id,login\nAda,1,ada\n');
    await expect(take('name,institution_id,login\nAda,1,mallory\n')).rejects.toThrow(
      'people.csv:2:3: login: Ada is linked to ada; unlink that first, or write that here',
    );
    expect(await entryOf('Ada')).toMatchObject({ login: 'ada' });
  });
});

describe('an invite', () => {
  const invited = async () => {
    await take('name\nAda\nBen\n');
    return (await transaction(db.web, async (tx) => createInvite(tx, courseId, (await entryOf('Ada')).id, actor)))!;
  };
  const accept = (token: string, who: { login: string; githubId: number }) =>
    transaction(db.web, (tx) => acceptInvite(tx, token, who));

  test('links whoever signs in with it, and what the account pushed before', async () => {
    const token = await invited();
    const participantId = await pusher('ada', 101);
    expect(await findInvite(db.web, token)).toMatchObject({ name: 'Ada', taken: false, course: { slug: 'go' } });
    expect(await accept(token, account('Ada', 101))).toMatchObject({ linked: true, participantId });
    expect(await entryOf('Ada')).toMatchObject({ participantId, login: 'ada', invited: false });
    expect(await accept(token, account('Ada', 101))).toMatchObject({ linked: true, participantId });
    expect(await accept(token, account('mallory', 666))).toMatchObject({
      ...{ linked: false, why: expect.stringContaining('Another account has accepted') },
    });
  });

  test('is kept as a digest only, and ends when another is made', async () => {
    const token = await invited();
    expect(JSON.stringify(await many(db.owner, 'select * from roster_entry'))).not.toContain(token);
    await transaction(db.web, async (tx) => createInvite(tx, courseId, (await entryOf('Ada')).id, actor));
    expect(await accept(token, account('ada', 101))).toMatchObject({ linked: false });
    expect(await accept('x', account('ada', 101))).toMatchObject({ linked: false });
  });

  test('links nobody who is somebody else on the roster', async () => {
    const token = await invited();
    await take('name,login\nBen,ben\n');
    await transaction(db.web, async (tx) =>
      mergeByAccount(tx, (await entryOf('Ben')).participantId!, { ...account('ben', 102), id: 102, bot: false }),
    );
    expect(await accept(token, account('ben', 102))).toEqual({
      ...{ linked: false, why: 'Your account belongs to Ben on the roster of this course. Tell your teacher.' },
    });
  });

  test('is made for nobody who is linked, has left, or is of another course', async () => {
    await take('name,login\nAda,ada\nBen,\n');
    await take('name,login\nAda,ada\n', { replace: true });
    for (const name of ['Ada', 'Ben']) {
      expect(await createInvite(db.web, courseId, (await entryOf(name)).id, actor)).toBeUndefined();
    }
    expect(await createInvite(db.web, courseId + 1, (await entryOf('Ben')).id, actor)).toBeUndefined();
  });
});

describe('links by hand', () => {
  test('pushes that are nobody on the roster are listed with whom they may be of, until linked', async () => {
    const participantId = await pusher('alovelace', 101);
    await pusher('zzz');
    await take('name,email,login\nAda Lovelace,ada@x.edu,\nBen,ben@x.edu,\n');
    const { students, free } = await unlinkedPushes(db.web, courseId);
    expect(students.map(({ logins, suggestions }) => [logins[0], suggestions.map((one) => one.entry.name)])).toEqual(
      expect.arrayContaining([
        ['alovelace', ['Ada Lovelace']],
        ['zzz', []],
      ]),
    );
    expect(students[0]).toMatchObject({ repositories: [{ assignment: 'm02' }], pushedAt: expect.any(Date) });
    expect(free.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Ben']);
    const entry = await entryOf('Ada Lovelace');
    const link = (who: number) => transaction(db.web, (tx) => linkEntry(tx, courseId, entry.id, who, actor));
    expect(await link(participantId)).toEqual({ done: true });
    expect(await entryOf('Ada Lovelace')).toMatchObject({ participantId, login: 'alovelace' });
    expect((await unlinkedPushes(db.web, courseId)).students.map(({ logins }) => logins[0])).toEqual(['zzz']);
    expect(await link((await classroom.student('zzz')).participantId)).toEqual({
      ...{ done: false, why: 'Ada Lovelace is linked to alovelace. Unlink that first.' },
    });
    await transaction(db.web, (tx) => unlinkEntry(tx, courseId, entry.id, actor));
    expect(await entryOf('Ada Lovelace')).toMatchObject({ participantId: undefined, login: undefined });
    expect((await unlinkedPushes(db.web, courseId)).students).toHaveLength(2);
  });

  test('a login that nobody pushed with gives way to the one that did', async () => {
    const participantId = await pusher('ada-lovelace');
    await take('name,login\nAda,ada-lovelase\n');
    const { students } = await unlinkedPushes(db.web, courseId);
    expect(students[0]?.suggestions[0]).toMatchObject({ because: 'ada-lovelace is nearly ada-lovelase' });
    const { id } = await entryOf('Ada');
    expect(await transaction(db.web, (tx) => linkEntry(tx, courseId, id, participantId, actor))).toEqual({
      done: true,
    });
    expect(await many(db.owner, 'select name from participant')).toEqual([{ name: 'ada-lovelace' }]);
  });

  test('staff who push are no students without a link, and nothing of another course is linked', async () => {
    const participantId = await pusher('teacher');
    await execute(db.owner, `insert into staff (course_id, login, role) values ($1, 'teacher', 'teacher')`, [courseId]);
    expect((await unlinkedPushes(db.web, courseId)).students).toEqual([]);
    await take('name\nAda\n');
    const { id } = await entryOf('Ada');
    expect(await linkEntry(db.web, courseId + 1, id, participantId, actor)).toMatchObject({ done: false });
  });
});

describe('groups', () => {
  const student = async (name: string) => (await participantFor(db.web, courseId, { kind: 'student', name })) as number;
  const create = (name: string, studentId: number) =>
    transaction(db.web, (tx) => createGroup(tx, courseId, { name, studentId, actor }));
  const join = (groupId: number, studentId: number, size?: number) =>
    transaction(db.web, (tx) => joinGroup(tx, courseId, { groupId, studentId, size, actor }));
  const leave = (groupId: number, studentId: number, force = false) =>
    transaction(db.web, (tx) => leaveGroup(tx, courseId, { groupId, studentId, force, actor }));
  const id = (result: object) => (result as { groupId: number }).groupId;

  test('are made, joined up to their size, and left', async () => {
    const [ada, ben, cleo] = [await student('ada'), await student('ben'), await student('cleo')];
    const groupId = id(await create('Blue Whales!', ada));
    expect(await create('blue whales', ben)).toMatchObject({
      why: expect.stringContaining('is a group blue-whales already'),
    });
    expect(await create('§', ben)).toMatchObject({ why: expect.stringContaining('letters or digits') });
    expect(await join(groupId, ben, 2)).toEqual({ groupId });
    expect(await join(groupId, ben, 2)).toEqual({ groupId });
    expect(await join(groupId, cleo, 2)).toMatchObject({ why: expect.stringContaining('has 2 members') });
    expect(await groupsOf(db.web, courseId)).toMatchObject([
      { name: 'blue-whales', started: false, members: [{ name: 'ada' }, { name: 'ben' }] },
    ]);
    await leave(groupId, ada);
    await leave(groupId, ben);
    expect(await groupsOf(db.web, courseId)).toEqual([]);
  });

  test('are taken over from a file, all or nothing, and nothing the second time', async () => {
    const take = (text: string) => {
      const lines = readGroups(Buffer.from(text), 'g.csv');
      return transaction(db.web, (tx) => importGroups(tx, courseId, 'g.csv', lines, actor));
    };
    const text = 'group,login\nBlue_Whales,Ada\nblue_whales,ben\n';
    expect(await take(text)).toBe(2);
    expect(await take(text)).toBe(0);
    expect(await groupsOf(db.web, courseId)).toMatchObject([
      { name: 'blue_whales', members: [{ name: 'ada' }, { name: 'ben' }] },
    ]);
    expect(() => readGroups(Buffer.from('group,login\n../x,ada\nwhales,\n'), 'g.csv')).toThrow(
      'g.csv:2:1: is no name of a group: letters, digits, ".", "_" and "-"\ng.csv:3:2: is empty; say who is in the group',
    );
  });

  test('two who take the last place at once do not both get it', async () => {
    const [ada, ben, cleo] = [await student('ada'), await student('ben'), await student('cleo')];
    const groupId = id(await create('whales', ada));
    const results = await Promise.all([ben, cleo].map((one) => join(groupId, one, 2)));
    expect(results.filter((result) => 'why' in result)).toHaveLength(1);
  });

  test('that have repositories are left only by staff, and nobody is in two for one assignment', async () => {
    const [ada, ben] = [await student('ada'), await student('ben')];
    const [whales, sharks] = [id(await create('whales', ada)), id(await create('sharks', ben))];
    for (const [n, group] of [whales, sharks].entries()) {
      await execute(
        db.owner,
        `insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
         values ($1, 'school', $2, 'main', $3, $4, $5, 'pattern', '')`,
        [9000 + n, `m02-${n}`, courseId, classroom.assignmentId, group],
      );
    }
    expect(await join(whales, ben)).toEqual({ why: 'For M02 you are in the group sharks already.' });
    expect(await leave(whales, ada)).toMatchObject({ why: expect.stringContaining('Ask your teacher') });
    expect(await leave(whales, ada, true)).toEqual({ groupId: whales });
    expect(await groupsOf(db.web, courseId)).toHaveLength(2);
  });
});

describe('two participants that become one', () => {
  const merge = (participantId: number, login: string, id: number) =>
    transaction(db.web, (tx) => mergeByAccount(tx, participantId, { id, login, bot: false }));

  test('every table that names a participant is thought of', async () => {
    const keys = await many<{ name: string }>(
      db.owner,
      `select k.conrelid::regclass::text || '.' || a.attname as name from pg_constraint k
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
       where k.contype = 'f' and k.confrelid = 'participant'::regclass order by name`,
    );
    expect(keys.map(({ name }) => name.replaceAll('"', ''))).toEqual(Object.keys(BELONGINGS).sort());
  });

  test('keep the link to the roster, groups, extensions and grades set by hand', async () => {
    const stays = await pusher('ada-old', 101);
    const goes = await pusher('ada');
    await take('name,login\nAda,ada\n');
    const groupId = (await createGroup(db.web, courseId, { name: 'whales', studentId: goes, actor })) as {
      groupId: number;
    };
    const set = `insert into override (assignment_id, participant_id, points, reason, set_by, set_at) values ($1, $2, $3, '', 't', $4)`;
    await execute(db.owner, set, [classroom.assignmentId, stays, 1, '2026-11-01']);
    await execute(db.owner, set, [classroom.assignmentId, goes, 2, '2026-11-02']);
    await execute(
      db.owner,
      `insert into extension (course_id, participant_id, minutes, reason, granted_by) values ($1, $2, 60, '', 't')`,
      [courseId, goes],
    );
    expect(await merge(goes, 'Ada', 101)).toBe(true);
    expect(await entryOf('Ada')).toMatchObject({ participantId: stays });
    expect(await many(db.owner, 'select group_id, student_id from group_member')).toEqual([
      { group_id: groupId.groupId, student_id: stays },
    ]);
    expect(await many(db.owner, 'select points, participant_id from override where revoked_at is null')).toEqual([
      { points: 2, participant_id: stays },
    ]);
    expect(await many(db.owner, 'select participant_id from extension')).toEqual([{ participant_id: stays }]);
    expect(await many(db.owner, 'select distinct participant_id from submission')).toEqual([{ participant_id: stays }]);
    expect(await many(db.owner, 'select login, github_id from participant_account order by login')).toEqual([
      { login: 'ada', github_id: 101 },
      { login: 'ada-old', github_id: 101 },
    ]);
  });

  test('keep the acceptance that is done, of two for the same assignment', async () => {
    const stays = await pusher('ada-old', 101);
    const goes = await pusher('ada');
    const accept = 'insert into acceptance (assignment_id, participant_id, step) values ($1, $2, $3)';
    await execute(db.owner, accept, [classroom.assignmentId, stays, 'access']);
    await execute(db.owner, accept, [classroom.assignmentId, goes, 'done']);
    expect(await merge(goes, 'ada', 101)).toBe(true);
    expect(await many(db.owner, 'select participant_id, step from acceptance')).toEqual([
      { participant_id: stays, step: 'done' },
    ]);
  });

  test('leave one of two lines of the roster linked, and the other to be seen', async () => {
    const stays = await pusher('ada-old', 101);
    await take('name,login\nAda,ada-old\nAda again,ada\n');
    const { participantId: goes } = await entryOf('Ada again');
    expect(await merge(goes!, 'ada', 101)).toBe(true);
    expect((await roster()).map(({ participantId }) => participantId)).toEqual([stays, undefined]);
  });

  test('are not one already: a login promised to the same participant only gets its number', async () => {
    const ada = await pusher('ada', 101);
    await execute(db.owner, 'insert into participant_account (participant_id, login) values ($1, $2)', [
      ada,
      'ada-new',
    ]);
    expect(await merge(ada, 'ada-new', 101)).toBe(false);
    expect(await many(db.owner, 'select github_id from participant_account')).toEqual([
      { github_id: 101 },
      { github_id: 101 },
    ]);
  });
});
