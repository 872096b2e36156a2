import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { changedCases, changedFiles } from '#services/classroom/gradebook/compare.ts';
import { called } from '#services/classroom/results/called.ts';
import { findSubmission, type SubmissionResult } from '#services/classroom/results/submission.ts';
import { type Digest, getTree } from '#services/classroom/trees.ts';
import { comparePage } from '../../pages/gradebook/compare.ts';
import { courseTabs } from '../../pages/tabs.ts';
import { byId, Id } from '../parameters.ts';
import type { ExportRoutes } from './exports.ts';

const params = Type.Object({ ...byId.properties, other: Id });

/** What changed between two attempts of the same participant. For staff: it names hidden cases. */
export const compareRoutes: FastifyPluginAsyncTypebox<ExportRoutes> = async (app, { database, store }) => {
  const look = { config: { door: { submission: 'observer' } }, schema: { params } } as const;
  app.get('/submissions/:id/compare/:other', look, async ({ access, params: { id, other } }, reply) => {
    const [after, before] = [await findSubmission(database, id), await findSubmission(database, other)];
    if (!after || !before || !areOfOne(after, before)) return reply.callNotFound();
    const [own, old] = [await filesOf(after), await filesOf(before)];
    const files = own && old && changedFiles(old, own);
    const page = comparePage({
      before,
      after: await called(database, after),
      files,
      cases: changedCases(before.run, after.run),
    });
    return reply.page({ ...page, tabs: courseTabs(access, 'Gradebook') });
  });

  async function filesOf({ tree }: SubmissionResult) {
    return tree ? getTree(store, tree as Digest) : undefined;
  }
};

function areOfOne(one: SubmissionResult, other: SubmissionResult): boolean {
  return one.participant.id === other.participant.id && one.assignment.id === other.assignment.id;
}
