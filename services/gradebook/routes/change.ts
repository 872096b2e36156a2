import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type Access, isAtLeast, isForSections } from '#services/classroom/people/viewer.ts';
import { DECISIONS, type Decision, decideProposal, enact } from '#services/classroom/proposals/decide.ts';
import { type Difference, differenceOf } from '#services/classroom/proposals/difference.ts';
import { preview } from '#services/classroom/proposals/preview.ts';
import { findProposal, type Proposal } from '#services/classroom/proposals/proposal.ts';
import type { CourseGrades } from '#services/classroom/rules/grade.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { actorOf } from '../doors/actor.ts';
import { changePage } from '../pages/changes.ts';
import { courseTabs } from '../pages/tabs.ts';
import type { ChangeRoutes } from './changes.ts';
import { bySlug, Id } from './parameters.ts';

const params = Type.Object({ ...bySlug.properties, proposal: Id });
const body = Type.Object({ decision: Type.Enum(Object.keys(DECISIONS) as Decision[]) });

/** One change that moves grades: looked at, applied, discarded, taken back. */
export const changeRoutes: FastifyPluginAsyncTypebox<ChangeRoutes> = async (app, { database, ring }) => {
  const path = '/courses/:slug/changes/:proposal';
  const look = { config: { door: { course: 'observer' } }, schema: { params } } as const;
  app.get(path, look, async ({ access, params }, reply) => {
    const proposal = await findProposal(database, access.course.id, params.proposal);
    if (!proposal) return reply.callNotFound();
    const difference = await differenceBy(database, access, proposal);
    const page = changePage(access.course, proposal, difference, isAtLeast(access.role, 'teacher'));
    return reply.page({ ...page, tabs: courseTabs(access, 'Changes') });
  });

  const decide = { config: { door: { course: 'teacher' } }, schema: { params, body } } as const;
  app.post(path, decide, async (request, reply) => {
    const { access, params, body } = request;
    const { course } = access;
    const proposal = await findProposal(database, course.id, params.proposal);
    if (!proposal) return reply.callNotFound();
    const refusal = await transaction(database, (tx) =>
      decideProposal(tx, course.id, proposal.id, body.decision, actorOf(request)),
    );
    if (refusal) {
      const page = changePage(course, proposal, undefined, true, refusal);
      return reply.code(409).page({ ...page, tabs: courseTabs(access, 'Changes') });
    }
    ring('reporting');
    return reply.redirect(`/courses/${course.slug}/changes/${proposal.id}`, 303);
  });
};

/** What applying would do; of one that is applied, what it did and taking it back would end. Of one's sections. */
async function differenceBy(
  database: Database,
  { course, sections }: Access,
  proposal: Proposal,
): Promise<Difference | undefined> {
  if (proposal.state !== 'open' && proposal.state !== 'applied') return undefined;
  const decision = proposal.state === 'open' ? 'apply' : 'undo';
  const { before, after } = await preview(database, course.id, (tx) => enact(tx, proposal, decision));
  const [from, to] = decision === 'apply' ? [before, after] : [after, before];
  const mine = (grades: CourseGrades) => ({
    ...grades,
    participants: grades.participants.filter(({ participant }) => isForSections(sections, participant.sections)),
  });
  return differenceOf(proposal.assignment.id, mine(from), mine(to));
}
