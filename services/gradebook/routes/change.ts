import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type Access, isAtLeast, isForSections } from '#services/classroom/people/viewer.ts';
import { DECISIONS, type Decision, decideProposal, enact } from '#services/classroom/proposals/decide.ts';
import { type Difference, differenceOf } from '#services/classroom/proposals/difference.ts';
import { earnedBy } from '#services/classroom/proposals/earned.ts';
import { preview } from '#services/classroom/proposals/preview.ts';
import { findProposal, type Proposal } from '#services/classroom/proposals/proposal.ts';
import { whatChanges } from '#services/classroom/proposals/what.ts';
import { whatJudges } from '#services/classroom/proposals/what-judges.ts';
import type { CourseGrades } from '#services/classroom/rules/grade.ts';
import type { Store } from '#services/classroom/trees.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { actorOf } from '../doors/actor.ts';
import { changePage, type Looked } from '../pages/changes.ts';
import { courseTabs } from '../pages/tabs.ts';
import type { ChangeRoutes } from './changes.ts';
import { bySlug, Id } from './parameters.ts';

/** To look at a change needs the files that judge, too. */
interface LookRoutes extends ChangeRoutes {
  readonly store: Store;
}

const params = Type.Object({ ...bySlug.properties, proposal: Id });
const body = Type.Object({ decision: Type.Enum(Object.keys(DECISIONS) as Decision[]) });

/** One change that moves grades: looked at, applied, discarded, taken back. */
export const changeRoutes: FastifyPluginAsyncTypebox<LookRoutes> = async (app, options) => {
  const { database, ring } = options;
  const path = '/courses/:slug/changes/:proposal';
  const look = { config: { door: { course: 'observer' } }, schema: { params } } as const;
  app.get(path, look, async ({ access, params }, reply) => {
    const proposal = await findProposal(database, access.course.id, params.proposal);
    if (!proposal) return reply.callNotFound();
    const looked = await lookedAt(options, access, proposal);
    const page = changePage(access.course, proposal, looked, isAtLeast(access.role, 'teacher'));
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
      const now = (await findProposal(database, course.id, proposal.id)) ?? proposal;
      const page = changePage(course, now, await lookedAt(options, access, now), true, refusal);
      return reply.code(409).page({ ...page, tabs: courseTabs(access, 'Changes') });
    }
    ring('reporting');
    return reply.redirect(`/courses/${course.slug}/changes/${proposal.id}`, 303);
  });
};

async function lookedAt({ database, store }: LookRoutes, access: Access, proposal: Proposal): Promise<Looked> {
  const { timeZone } = access.course;
  const changes =
    proposal.kind === 'rescore'
      ? await whatChanges(database, proposal, timeZone)
      : await whatJudges(database, store, proposal);
  return { changes, difference: await differenceBy(database, access, proposal) };
}

/** What applying would do; of one that is applied, what it did and taking it back would end. Of one's sections. */
async function differenceBy(
  database: Database,
  { course, sections }: Access,
  proposal: Proposal,
): Promise<Difference | undefined> {
  if (proposal.state !== 'open' && proposal.state !== 'applied') return undefined;
  const decision = proposal.state === 'open' ? 'apply' : 'undo';
  const { id } = proposal.assignment;
  const { result, before, after } = await preview(database, course.id, async (tx) => {
    const earned = await earnedBy(tx, course.id, id);
    const done = await enact(tx, proposal, decision);
    return { done, earned: [earned, await earnedBy(tx, course.id, id)] as const };
  });
  if ('why' in result.done) return undefined;
  const [old, own] = result.earned;
  const applies = decision === 'apply';
  const [from, to] = applies ? [before, after] : [after, before];
  const earned = applies ? { before: old, after: own } : { before: own, after: old };
  const mine = (grades: CourseGrades) => ({
    ...grades,
    participants: grades.participants.filter(({ participant }) => isForSections(sections, participant.sections)),
  });
  return differenceOf(id, mine(from), mine(to), earned);
}
