import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, one } from '#services/platform/database.ts';
import { type Accepting, startAccepting } from './accepting.ts';
import { acceptingGround, type Ground, never } from './testing/ground.ts';

let ground: Ground;
let accepting: Accepting;

beforeAll(async () => {
  ground = await acceptingGround();
  const { folder, github } = ground;
  await folder.course(`repositories:
  school/hello-solution: { ignore: true }
  school/hello-mapped: { assignment: hello, student: ada }
  school/hello-eve-1: { assignment: hello, student: eve }
  school/hello-finn-1: { assignment: hello, student: finn }
  school/hello-gina-1: { assignment: hello, student: gina }
assignments: [hello, { folder: team, groups: true }]\n`);
  await folder.assignment(
    'hello',
    'title: Hello\ntemplate: school/hello-starter\nrubric: [{ check: tests, points: 9 }]\n',
  );
  await folder.assignment('team');
  await ground.sync();
  for (const owner of ['solution', 'mapped', 'starter', 'course', 'layout', 'secret', 'late', 'once']) {
    ground.user(owner);
    const writers = ['secret', 'late', 'once'].includes(owner) ? [] : [owner];
    const files = { 'secret.go': 'package main // the answer\n' };
    await github.createRepository({ name: `hello-${owner}`, files, writers, isTemplate: owner === 'layout' });
  }
  await execute(
    ground.database.owner,
    `insert into setting (key, value) values ('course-repository', 'school/Hello-Course@main')`,
  );
  accepting = startAccepting(ground.deps, never);
});

afterAll(async () => {
  await accepting?.stop();
  await ground?.close();
});

const at = (repo: string) => ({ owner: 'school', repo });
const invited = async (repo: string) =>
  (await ground.rest.repos.listInvitations(at(repo))).data.map(({ invitee }) => invitee?.login);

test.each([
  ['solution', 'course.yaml says to ignore this repository'],
  ['mapped', 'course.yaml maps it to hello of student ada'],
  ['starter', 'repositories of Hello are made from it'],
  ['course', 'it is the repository of a course'],
  ['layout', 'was not made here'],
  ['secret', 'was not made here'],
])('a student called %s gets no access to a repository that only has the fitting name', async (login, why) => {
  const found = await ground.accept(accepting, login, 'hello');
  expect(found).toMatchObject({ step: 'repository', repository: null, error: expect.stringContaining(why) });
  expect(await invited(`hello-${login}`)).toEqual([]);
  expect(await one(ground.database.owner, 'select count(*)::int as n from repository')).toEqual({ n: 0 });
});

describe('a repository that GitHub Classroom made, and course.yaml says whose it is', () => {
  const old = async (login: string, writers: string[] = []) => {
    ground.user(login);
    await ground.github.createRepository({ name: `hello-${login}-1`, files: { 'main.go': 'package main\n' }, writers });
  };

  test('is taken for theirs when they accept, and no second one is made', async () => {
    await old('eve', ['eve']);
    expect(await ground.accept(accepting, 'eve', 'hello')).toMatchObject({
      step: 'done',
      repository: 'school/hello-eve-1',
    });
    await expect(ground.rest.repos.get(at('hello-eve'))).rejects.toMatchObject({ status: 404 });
  });

  test('is so while the invitation of Classroom waits to be accepted', async () => {
    await old('finn');
    await ground.rest.repos.addCollaborator({ ...at('hello-finn-1'), username: 'finn', permission: 'push' });
    const found = await ground.accept(accepting, 'finn', 'hello');
    expect(found).toMatchObject({ step: 'done', repository: 'school/hello-finn-1' });
    expect(await invited('hello-finn-1')).toEqual(['finn']);
  });

  test('is not where it was never theirs at GitHub, and one of the usual name is made where it is gone', async () => {
    ground.user('gina');
    expect(await ground.accept(accepting, 'gina', 'hello')).toMatchObject({
      step: 'done',
      repository: 'school/hello-gina',
    });
    const found = await ground.accept(accepting, 'ada', 'hello');
    expect(found).toMatchObject({ repository: null, error: expect.stringContaining('was not made here') });
  });
});

test('a push to it, by which it was read as the work of a student of that name, changes nothing', async () => {
  const { data } = await ground.rest.repos.get(at('hello-secret'));
  await execute(
    ground.database.owner,
    `insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
     select $1, 'school', 'hello-secret', 'main', p.course_id, a.id, p.id, 'pattern', 'its name'
     from participant p join assignment a on a.slug = 'hello' where p.name = 'secret'`,
    [data.id],
  );
  expect(await ground.accept(accepting, 'secret', 'hello')).toMatchObject({
    error: expect.stringContaining('not made'),
  });
  expect(await invited('hello-secret')).toEqual([]);
});

test('one that appeared long after we asked for that name is not ours; at once it is', async () => {
  for (const [login, asked] of [
    ['late', '1 hour'],
    ['once', '1 second'],
  ] as const) {
    const began = await ground.begin(login, 'hello');
    if (typeof began === 'string') throw new Error(began);
    await execute(
      ground.database.owner,
      `insert into creation (kind, name, participant_id, asked_at)
       select 'repository', 'school/hello-' || name, id, now() - $2::interval from participant where name = $1`,
      [login, asked],
    );
    const { step } = (await ground.accept(accepting, login, 'hello')) as { step: string };
    expect([login, step]).toEqual([login, login === 'late' ? 'repository' : 'done']);
  }
});

test('a group named as a team of the teachers gets neither it nor a repository, and may take another name', async () => {
  await ground.rest.teams.create({ org: 'school', name: 'go-staff', privacy: 'secret' });
  const refused = await ground.accept(accepting, 'ada', 'team', { name: 'Staff' });
  expect(refused).toMatchObject({ step: 'repository', error: expect.stringContaining('a team go-staff already') });
  const asked = { org: 'school', team_slug: 'go-staff', username: 'ada' };
  await expect(ground.rest.teams.getMembershipForUserInOrg(asked)).rejects.toMatchObject({ status: 404 });
  await expect(ground.rest.repos.get(at('team-staff'))).rejects.toMatchObject({ status: 404 });
  expect(await ground.accept(accepting, 'ada', 'team', { name: 'orcas' })).toMatchObject({ step: 'done' });
});

test('a team whose making was answered with trouble is known as ours afterwards', async () => {
  ground.github.failAnswers({ operation: 'teams/create', kind: 'done-but-502' });
  expect(await ground.accept(accepting, 'ben', 'team', { name: 'whales' })).toMatchObject({ attempts: 1 });
  await execute(ground.database.owner, 'update acceptance set not_before = now()');
  expect(await ground.accept(accepting, 'ben', 'team')).toMatchObject({
    step: 'done',
    repository: 'school/team-whales',
  });
});
