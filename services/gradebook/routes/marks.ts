import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { chooseOwn } from '#services/classroom/decisions/own-choice.ts';
import { markSubmission } from '#services/classroom/requests/mark.ts';
import { makeRemark, removeRemark } from '#services/classroom/results/marks.ts';
import { findSubmission, type SubmissionResult } from '#services/classroom/results/submission.ts';
import { type Digest, listTree, type Store } from '#services/classroom/trees.ts';
import { type Database, maybe, transaction } from '#services/platform/database.ts';
import { actorOf } from '../doors/actor.ts';
import { fileAddress } from '../pages/code/remark-form.ts';
import { anchor } from '../pages/criterion.ts';
import { errorPage } from '../pages/layout.ts';
import { byId, Id } from './parameters.ts';

export interface MarkRoutes {
  readonly database: Database;
  readonly store: Store;
  readonly ring: (bell: 'grading' | 'reporting') => unknown;
}

const Mark = Type.Object({
  criterion: Type.String({ minLength: 1, maxLength: 64 }),
  points: Type.Number({ minimum: 0, maximum: 10_000 }),
  comment: Type.String({ maxLength: 4000 }),
  go: Type.Optional(Type.Literal('next')),
});
const Remark = Type.Object({
  file: Type.String({ minLength: 1, maxLength: 1000 }),
  line: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  text: Type.String({ minLength: 1, maxLength: 4000 }),
  /** Where it was written: on the page of the file, else on that of the submission. */
  on: Type.Optional(Type.Literal('file')),
});

const mineSql = 'select from submission where id = $1 and participant_id = any($2)';

/** What people say of a submission: that it counts, points of manual criteria, remarks on lines. */
export const markRoutes: FastifyPluginAsyncTypebox<MarkRoutes> = async (app, { database, store, ring }) => {
  const config = { door: { submission: 'assistant' } } as const;

  const own = { config: { door: { submission: 'student' } }, schema: { params: byId } } as const;
  app.post('/submissions/:id/choose', own, async (request, reply) => {
    const { access, params } = request;
    const { id } = params;
    const mine = await maybe(database, mineSql, [id, access.participants]);
    const chosen =
      mine !== undefined &&
      (await transaction(database, (tx) => chooseOwn(tx, access.course.id, id, actorOf(request))));
    if (!chosen) return reply.code(409).page(errorPage('Not chosen', 'Which attempt counts is not yours to say here.'));
    ring('reporting');
    return reply.redirect(`/submissions/${id}`, 303);
  });

  app.post('/submissions/:id/marks', { config, schema: { params: byId, body: Mark } }, async (request, reply) => {
    const { access, params } = request;
    const { go, ...mark } = request.body;
    const submission = await findSubmission(database, params.id);
    if (!submission) return reply.callNotFound();
    const refusal = await transaction(database, (tx) =>
      markSubmission(tx, access.course.id, submission, mark, actorOf(request)),
    );
    if (refusal) return reply.code(400).page(errorPage('Not marked', refusal));
    ring('reporting');
    const on = go === 'next' && !lacksMarks(submission, mark.criterion);
    const next = `/courses/${access.course.slug}/marking/next?after=${params.id}`;
    return reply.redirect(on ? next : `/submissions/${params.id}#marking`, 303);
  });

  app.post('/submissions/:id/remarks', { config, schema: { params: byId, body: Remark } }, async (request, reply) => {
    const { on, ...remark } = request.body;
    const { id } = request.params;
    if (!(await hasFile(id, remark.file))) return reply.code(400).page(errorPage('Not said', 'There is no such file.'));
    await transaction(database, (tx) => makeRemark(tx, placeOf(request), remark));
    const back = on === 'file' ? fileAddress(id, remark.file) : `/submissions/${id}`;
    return reply.redirect(`${back}#${anchor(remark.file, remark.line)}`, 303);
  });

  const one = { config, schema: { params: Type.Object({ ...byId.properties, remark: Id }) } } as const;
  app.post('/submissions/:id/remarks/:remark/remove', one, async (request, reply) => {
    const { params } = request;
    const done = await transaction(database, (tx) => removeRemark(tx, placeOf(request), params.remark));
    return done ? reply.redirect(`/submissions/${params.id}#code`, 303) : reply.callNotFound();
  });

  async function hasFile(id: number, file: string): Promise<boolean> {
    const found = await maybe<{ tree: Digest | null }>(database, 'select tree from submission where id = $1', [id]);
    return found?.tree ? ((await listTree(store, found.tree))?.has(file) ?? false) : false;
  }
};

/** Whether a person has something else to mark in it than this criterion. */
function lacksMarks({ run }: SubmissionResult, marked: string): boolean {
  const others = (run?.criteria ?? []).filter(({ criterion }) => criterion.name !== marked);
  return others.some(({ criterion, mark }) => criterion.state === 'manual' && !mark);
}

function placeOf(request: Pick<FastifyRequest, 'access' | 'viewer'> & { readonly params: { readonly id: number } }) {
  return { courseId: request.access.course.id, submissionId: request.params.id, actor: actorOf(request) };
}
