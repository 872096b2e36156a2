import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findAttempts, findSubmission } from '#services/classroom/results/submission.ts';
import { type Digest, getTree, type Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { submissionPage } from '../pages/submission.ts';
import { byId, Id } from './parameters.ts';

export interface SubmissionRoutes {
  readonly database: Database;
  readonly store: Store;
  readonly githubUrl: string;
}

/** One submission, for its participant and for staff. */
export const submissionRoutes: FastifyPluginAsyncTypebox<SubmissionRoutes> = async (app, options) => {
  const { database, store, githubUrl } = options;
  const querystring = Type.Object({ run: Type.Optional(Id) });
  const door = { config: { door: { submission: 'student' } }, schema: { params: byId, querystring } } as const;
  app.get('/submissions/:id', door, async (request, reply) => {
    const submission = await findSubmission(database, request.params.id, request.query.run);
    if (!submission) return reply.callNotFound();
    const attempts = await findAttempts(database, submission.participant.id, submission.assignment.id);
    const files = submission.tree ? await getTree(store, submission.tree as Digest) : undefined;
    return reply.page(submissionPage({ submission, attempts, files, githubUrl }));
  });
};
