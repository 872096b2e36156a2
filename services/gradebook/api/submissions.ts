import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { seesRepository } from '#services/classroom/people/access.ts';
import { findCommit, type KnownCommit } from '#services/classroom/results/commit.ts';
import type { CommitState } from '#services/classroom/results/state.ts';
import { isSettled, stateInWords } from '#services/classroom/results/state-words.ts';
import { findSubmission, type SubmissionResult } from '#services/classroom/results/submission.ts';
import type { Database } from '#services/platform/database.ts';
import { Answer, Query, Refusal } from './schema.ts';

const unknown =
  'No push that reached us ended at this commit. A push hands in its last commit only; one that we missed is looked for every few minutes.';

/** `GET /api/submissions?repository=&sha=`: what became of a pushed commit, for scripts and for the curious. */
export const submissionsApi: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const config = { door: 'anybody' } as const;
  const summary = 'What became of a pushed commit';
  const schema = { summary, querystring: Query, response: { 200: Answer, 400: Refusal, 404: Refusal, 500: Refusal } };
  app.get('/api/submissions', { config, schema }, async ({ query: { repository, sha }, viewer }, reply) => {
    const name = /^\d+$/.test(repository) ? Number(repository) : repository;
    const found = await findCommit(database, name, sha);
    if (!found || !(await seesRepository(database, viewer, found.repositoryId)))
      return reply.code(404).send({ error: unknown });
    return { repository, sha, state: told(found.state), ...(await detailsOf(database, found)) };
  });
};

function told(state: CommitState) {
  const { state: name, ...more } = state;
  return { name, words: stateInWords(state), settled: isSettled(state), ...dated(more) };
}

/** Dates as GitHub and everybody writes them. */
function dated(more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(more).map(([key, value]) => [key, isDate(value) ? iso(value) : value]));
}

async function detailsOf(database: Database, { submissionId }: KnownCommit) {
  const submission = submissionId === undefined ? undefined : await findSubmission(database, submissionId);
  return submission && { repository: fullName(submission), submission: details(submission) };
}

function details(submission: SubmissionResult) {
  const { id, assignment, participant, handIns, attempt, run } = submission;
  const first = handIns.find(({ official }) => official) ?? handIns[0];
  const counts = submission.runs.some((each) => each.counts && each.id === run?.id);
  return {
    ...{ id, page: `/submissions/${id}`, assignment: assignment.slug, participant: participant.name },
    official: attempt !== undefined,
    ...(attempt !== undefined && { attempt }),
    receivedAt: iso(first?.receivedAt ?? new Date(0)),
    ...(first?.proof && { proof: first.proof }),
    ...(counts && run?.score && { score: run.score.score, maxScore: run.score.maxScore }),
    ...(counts && run && { judged: { run: run.id, ...(run.mode && { mode: run.mode }), ...run.versions } }),
  };
}

function fullName({ repository: { owner, name } }: SubmissionResult): string {
  return `${owner}/${name}`;
}

function isDate(value: unknown): value is Date {
  return value instanceof Date;
}

function iso(at: Date): string {
  return at.toISOString();
}
