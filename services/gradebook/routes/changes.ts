import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { proposalsOf } from '#services/classroom/proposals/proposal.ts';
import { proposeRegrade, regradableOfCourse } from '#services/classroom/proposals/regrade.ts';
import { calledSql } from '#services/classroom/results/called.ts';
import { type Database, many, maybe, type Queryable, transaction } from '#services/platform/database.ts';
import { actorOf } from '../doors/actor.ts';
import { changesPage, type Regradable } from '../pages/changes.ts';
import { errorPage } from '../pages/layout.ts';
import { courseTabs } from '../pages/tabs.ts';
import { bySlug } from './parameters.ts';

export interface ChangeRoutes {
  readonly database: Database;
  /** Says that somebody has work. */
  readonly ring: (bell: 'grading' | 'reporting') => unknown;
}

const Regrade = Type.Object({
  assignment: Type.String({ maxLength: 100 }),
  /** Its number; empty: everybody. */
  participant: Type.Optional(Type.String({ pattern: '^[0-9]{0,15}$' })),
  /** Empty: all. */
  criterion: Type.Optional(Type.String({ maxLength: 64 })),
  why: Type.String({ minLength: 1, maxLength: 300 }),
});

const nobody = errorPage(
  'Nothing of this name',
  'The assignment or the participant is not in this course any more; choose again.',
);
const notAlone = errorPage(
  'It cannot be graded again alone',
  'The assignment has no such criterion, or no commit has results of all the others. Grade all criteria again.',
);
const nothing = errorPage('Nothing to grade again', 'No official commit has a result yet.');

/** The changes of a course that move grades, and grading again. */
export const changesRoutes: FastifyPluginAsyncTypebox<ChangeRoutes> = async (app, { database, ring }) => {
  const path = '/courses/:slug/changes';
  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug } } as const;
  app.get(path, look, async ({ access }, reply) => {
    const { course, role } = access;
    const regradable: Regradable = {
      assignments: await many(database, assignmentsSql, [course.id]),
      criteria: await regradableOfCourse(database, course.id),
      participants: await many(database, participantsSql, [course.id]),
    };
    const page = changesPage(course, await proposalsOf(database, course.id), regradable, isAtLeast(role, 'teacher'));
    return reply.page({ ...page, tabs: courseTabs(access, 'Changes') });
  });

  const ask = { config: { door: { course: 'teacher' } }, schema: { params: bySlug, body: Regrade } } as const;
  app.post(path, ask, async (request, reply) => {
    const { course } = request.access;
    const { assignment, participant, why, criterion = '' } = request.body;
    const assignmentId = await idOf(database, assignmentSql, course.id, assignment);
    const participantId = participant ? await idOf(database, participantSql, course.id, participant) : undefined;
    if (assignmentId === undefined || (participant && participantId === undefined)) return reply.code(400).page(nobody);
    const wish = { courseId: course.id, assignmentId, participantId, why, criterion: criterion || undefined };
    const id = await transaction(database, (tx) => proposeRegrade(tx, wish, actorOf(request)));
    if (id === undefined) return reply.code(409).page(criterion ? notAlone : nothing);
    ring('grading');
    return reply.redirect(`/courses/${course.slug}/changes/${id}`, 303);
  });
};

const assignmentsSql =
  'select slug, title from assignment where course_id = $1 and not retired order by position, slug';
const assignmentSql = 'select id from assignment where course_id = $1 and slug = $2';
/** Who has handed something in. */
const participantsSql = `
  select p.id, ${calledSql} as name from participant p where p.course_id = $1
    and exists (select from submission s where s.participant_id = p.id) order by lower(${calledSql}), p.id`;
const participantSql = 'select id from participant where course_id = $1 and id = $2::bigint';

async function idOf(db: Queryable, sql: string, courseId: number, name: string): Promise<number | undefined> {
  return (await maybe<{ id: number }>(db, sql, [courseId, name]))?.id;
}
