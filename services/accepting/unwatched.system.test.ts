import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { moveMember, putInGroup } from '#services/classroom/roster/move.ts';
import { execute, one, transaction } from '#services/platform/database.ts';
import { type Accepting, startAccepting } from './accepting.ts';
import { acceptingGround, type Began, type Ground } from './testing/ground.ts';

let ground: Ground;
let accepting: Accepting;
const patience = { timeout: 90_000, interval: 50 };

beforeAll(async () => {
  ground = await acceptingGround();
  await ground.folder.course('assignments: [hello, { folder: team, groups: true }]\n');
  for (const slug of ['hello', 'team']) await ground.folder.assignment(slug);
  await ground.sync();
  accepting = startAccepting(ground.deps, 50);
});

afterAll(async () => {
  await accepting?.stop();
  await ground?.close();
});

const untilDone = ({ now }: Began) =>
  vi.waitFor(async () => expect(await now()).toMatchObject({ step: 'done', error: null }), patience);

test('what GitHub answered with trouble goes on when its time has come, though nobody has the page open', async () => {
  ground.github.failAnswers({ operation: 'repos/add-collaborator', kind: 'server-error' });
  const began = (await ground.begin('ada', 'hello')) as Began;
  await vi.waitFor(async () => expect(await began.now()).toMatchObject({ step: 'access', attempts: 1 }), patience);
  expect((await began.now()).notBefore.getTime()).toBeGreaterThan((await began.now()).createdAt.getTime());
  await execute(ground.database.owner, 'update acceptance set not_before = now()');
  await untilDone(began);
});

test('whom a teacher puts in a group has access at GitHub, and who is moved out of it has none', async () => {
  const began = (await ground.begin('ben', 'team', { name: 'whales' })) as Began;
  await untilDone(began);
  const { courseId, studentId, from } = await one<{ courseId: number; studentId: number; from: number }>(
    ground.database.owner,
    `select s.course_id as "courseId", s.id as "studentId", g.id as "from" from participant s
     join participant g on g.name = 'whales' where s.name = 'ada'`,
  );
  const actor = { id: undefined, login: 'teacher' };
  const asked = { org: 'school', team_slug: 'go-whales', username: 'ada' };
  const membership = () => ground.rest.teams.getMembershipForUserInOrg(asked);
  await transaction(ground.database.web, (tx) => putInGroup(tx, courseId, { name: 'whales', studentId, actor }));
  await vi.waitFor(membership, patience);
  await transaction(ground.database.web, (tx) => moveMember(tx, courseId, { studentId, from, to: undefined, actor }));
  await vi.waitFor(() => expect(membership()).rejects.toMatchObject({ status: 404 }), patience);
});
