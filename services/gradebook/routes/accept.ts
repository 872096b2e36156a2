import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type Acceptable, findAcceptable } from '#services/classroom/accepting/acceptable.ts';
import { beginAcceptance, findAcceptance } from '#services/classroom/accepting/acceptance.ts';
import { ownRepository } from '#services/classroom/accepting/mapped.ts';
import { type OwnGroup, ownGroups } from '#services/classroom/accepting/own-group.ts';
import { studentOf, whoAccepts } from '#services/classroom/accepting/who.ts';
import type { Account, Viewer } from '#services/classroom/people/viewer.ts';
import { groupsOf } from '#services/classroom/roster/groups.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { type AcceptPage, acceptPage } from '../pages/accept/accept.ts';
import { progressPage } from '../pages/accept/progress.ts';
import { obstacleFor } from './accept-obstacle.ts';

export interface AcceptOptions {
  readonly database: Database;
  readonly githubUrl: string;
  /** Makes repositories; undefined where no App is set up. */
  readonly accepting: { able(): Promise<boolean>; work(id: number): void; look(): void } | undefined;
}

const slug = Type.String({ maxLength: 100 });
const params = Type.Object({ course: slug, assignment: slug });
const Choice = Type.Object({
  group: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  name: Type.Optional(Type.String({ maxLength: 200 })),
});

/** `/a/COURSE/ASSIGNMENT`: where a student accepts an assignment, and sees its repository being made. */
export const acceptRoutes: FastifyPluginAsyncTypebox<AcceptOptions> = async (app, options) => {
  const { database, accepting, githubUrl } = options;
  const config = { door: 'account' } as const;

  app.get('/a/:course/:assignment', { config, schema: { params } }, async ({ params, viewer }, reply) => {
    const assignment = await findAcceptable(database, params.course, params.assignment);
    if (!assignment) return reply.callNotFound();
    const acceptance = await acceptanceOf(database, assignment, viewer.account as Account);
    if (!acceptance) return reply.page(acceptPage(await choice(options, assignment, viewer)));
    // Nothing was made for the group yet: its members may as well take another.
    if (assignment.groups && acceptance.step === 'repository' && acceptance.error !== null) {
      return reply.page(acceptPage({ ...(await choice(options, assignment, viewer)), problem: acceptance.error }));
    }
    // Whoever worked on it may have died: looking is enough to go on.
    if (acceptance.step !== 'done' && !acceptance.error) accepting?.work(acceptance.id);
    return reply.page(progressPage(assignment, acceptance, githubUrl, new Date()));
  });

  const form = { config, schema: { params, body: Choice } } as const;
  app.post('/a/:course/:assignment', form, async ({ params, viewer, body }, reply) => {
    const assignment = await findAcceptable(database, params.course, params.assignment);
    if (!assignment) return reply.callNotFound();
    const shown = await choice(options, assignment, viewer);
    if (shown.obstacle !== undefined) return reply.code(409).page(acceptPage(shown));
    const who = await transaction(database, (tx) => whoAccepts(tx, assignment, viewer.account as Account, body));
    if ('why' in who) return reply.code(409).page(acceptPage({ ...shown, problem: who.why }));
    const { id } = await transaction(database, (tx) => beginAcceptance(tx, assignment.id, who.participantId));
    accepting?.work(id);
    return reply.redirect(`/a/${params.course}/${params.assignment}`, 303);
  });
};

async function acceptanceOf(database: Database, { id, groups, course }: Acceptable, account: Account) {
  const student = await studentOf(database, course.id, account);
  if (student === undefined) return undefined;
  const owners = groups ? (await ownGroups(database, id, student)).map((group) => group.id) : [student];
  const found = await Promise.all(owners.map((owner) => findAcceptance(database, id, owner)));
  return found.find((acceptance) => acceptance !== undefined);
}

async function choice(options: AcceptOptions, assignment: Acceptable, viewer: Viewer): Promise<AcceptPage> {
  const { database } = options;
  const { course, groups } = assignment;
  const account = viewer.account as Account;
  const student = await studentOf(database, course.id, account);
  const own = !groups || student === undefined ? [] : await ownGroups(database, assignment.id, student);
  const owner = groups ? begunGroup(own) : { kind: 'student' as const, participantId: student, names: [account.login] };
  const name = owner && (await ownRepository(database, assignment, owner));
  return {
    ...{ assignment, login: account.login, own },
    repository: name === undefined ? undefined : { name, url: `${options.githubUrl}/${name}` },
    groups: groups ? await groupsOf(database, course.id) : [],
    obstacle: await obstacleFor(options, assignment, viewer),
  };
}

/** Until a group has begun, its members may take another. */
function begunGroup([first]: readonly OwnGroup[]) {
  return first?.begun ? { kind: 'group' as const, participantId: first.id, names: [first.name] } : undefined;
}
