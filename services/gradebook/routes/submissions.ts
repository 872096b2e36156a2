import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { ownChoice } from '#services/classroom/decisions/own-choice.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { requestsAbout } from '#services/classroom/requests/requests.ts';
import { givenFiles } from '#services/classroom/results/given-files.ts';
import { remarksOn } from '#services/classroom/results/marks.ts';
import { seenSubmission } from '#services/classroom/results/seen-submission.ts';
import { findAttempts, findSubmission, type SubmissionResult } from '#services/classroom/results/submission.ts';
import { machinesOf } from '#services/classroom/runs/machine.ts';
import { type Digest, getTree, type Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { filePage } from '../pages/code/file-page.ts';
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
    const may = { mayAsk, mayMark, mayRegrade: isAtLeast(access.role, 'teacher') };
    const said = { requests, remarks, choice, ...may };
    const given = await givenTo(submission);
    const machines = submission.run && (await machinesOf(database, submission.run.id));
    const page = submissionPage({
      submission,
      attempts,
      files,
      given,
      githubUrl,
      ...(machines && { machines }),
      ...said,
    });
    return reply.page({ ...page, tabs: courseTabs(access, mayAsk ? 'My work' : 'Gradebook') });
  });

  const one = { config: { door: { submission: 'student' } }, schema: { params: byId, querystring: OneFile } } as const;
  app.get('/submissions/:id/code', one, async ({ access, params: { id }, query }, reply) => {
    if (query.file === undefined) return reply.redirect(`/submissions/${id}#code`, 303);
    const found = await findSubmission(database, id);
    const submission = found && (await seenSubmission(database, access, found));
    const files = submission?.tree && (await getTree(store, submission.tree as Digest));
    if (!submission || !files) return reply.callNotFound();
    const mayMark = isAtLeast(access.role, 'assistant');
    const remarked = { submissionId: id, remarks: await remarksOn(database, id), mayMark };
    const given = await givenTo(submission);
    const page = filePage({ ...remarked, submission, files, given, file: query.file, line: query.line });
    const mine = access.participants.includes(submission.participant.id);
    return page
      ? reply.page({ ...page, tabs: courseTabs(access, mine ? 'My work' : 'Gradebook') })
      : reply.callNotFound();
  });

  async function givenTo({ tree, assignment }: SubmissionResult): Promise<ReadonlySet<string>> {
    if (!tree) return new Set();
    return givenFiles(database, store, { assignmentId: assignment.id, tree: tree as Digest });
  }
};

const OneFile = Type.Object({
  file: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  line: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
});
