import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { ownChoice } from '#services/classroom/decisions/own-choice.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { requestsAbout } from '#services/classroom/requests/requests.ts';
import { remarksOn } from '#services/classroom/results/marks.ts';
import { seenSubmission } from '#services/classroom/results/seen-submission.ts';
import { findAttempts, findSubmission } from '#services/classroom/results/submission.ts';
import { type Digest, getTree, type Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { submissionPage } from '../pages/submission.ts';
import { courseTabs } from '../pages/tabs.ts';
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
  app.get('/submissions/:id', door, async ({ access, viewer, params: { id }, query }, reply) => {
    const found = await findSubmission(database, id, query.run);
    const submission = found && (await seenSubmission(database, access, found));
    if (!submission || (query.run !== undefined && submission.run?.id !== query.run)) return reply.callNotFound();
    const { participant, assignment, tree } = submission;
    const attempts = await findAttempts(database, participant.id, assignment.id);
    const files = tree ? await getTree(store, tree as Digest) : undefined;
    const requests = await requestsAbout(database, id);
    const mayAsk = viewer.account !== undefined && access.participants.includes(participant.id);
    const mayMark = isAtLeast(access.role, 'assistant');
    const choice = mayAsk ? await ownChoice(database, id) : undefined;
    const remarks = await remarksOn(database, id);
    const page = submissionPage({ submission, attempts, files, githubUrl, requests, remarks, choice, mayAsk, mayMark });
    return reply.page({ ...page, tabs: courseTabs(access, mayAsk ? 'My work' : 'Gradebook') });
  });
};
