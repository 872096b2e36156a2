import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { chooseSubmission, unchooseSubmission } from '#services/classroom/decisions/choices.ts';
import { handInCommit } from '#services/classroom/decisions/commits.ts';
import { type Place, revokeOverride, setOverride } from '#services/classroom/decisions/overrides.ts';
import { takeBack } from '#services/classroom/decisions/take-back.ts';
import { reportAssignmentAgain } from '#services/classroom/proposals/report-again.ts';
import { type Queryable, transaction } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { cellPage } from '../../pages/cell/cell.ts';
import { Id } from '../parameters.ts';
import { byCell, type CellRequest, cellView, placeOf } from './cell.ts';
import type { PeopleRoutes } from './index.ts';

const path = '/courses/:slug/participants/:participant/:assignment';
const config = { door: { course: 'teacher' } } as const;

/** What became of a form: a word for the page, why not, or undefined where there is nothing to decide about. */
type Answer = { readonly done: string; readonly rings?: true } | { readonly why: string } | undefined;

const Override = Type.Object({
  points: Type.Optional(Type.String({ maxLength: 20 })),
  excused: Type.Optional(Type.Literal('yes')),
  reason: Type.String({ maxLength: 500 }),
});

/** Grades set by hand, the attempt that counts, commits handed in for somebody. */
export const decisionRoutes: FastifyPluginAsyncTypebox<PeopleRoutes> = async (app, { database, ring }) => {
  const plain = { config, schema: { params: byCell } } as const;

  app.post(`${path}/override`, { config, schema: { params: byCell, body: Override } }, async (request, reply) =>
    decide(request, reply, (tx, place) => override(tx, place, request)),
  );
  app.post(`${path}/override/revoke`, plain, async (request, reply) =>
    decide(request, reply, async (tx, place) =>
      (await revokeOverride(tx, place, actorOf(request))) ? { done: 'unset' } : undefined,
    ),
  );

  const submission = Type.Object({ submission: Id });
  app.post(`${path}/choose`, { config, schema: { params: byCell, body: submission } }, async (request, reply) =>
    decide(request, reply, async (tx, place) =>
      (await chooseSubmission(tx, place, request.body.submission, actorOf(request))) ? { done: 'chosen' } : undefined,
    ),
  );
  app.post(`${path}/unchoose`, plain, async (request, reply) =>
    decide(request, reply, async (tx, place) =>
      (await unchooseSubmission(tx, place, actorOf(request))) ? { done: 'unchosen' } : undefined,
    ),
  );

  app.post(`${path}/take-back`, { config, schema: { params: byCell, body: submission } }, async (request, reply) =>
    decide(request, reply, async (tx, place) =>
      (await takeBack(tx, place, request.body.submission, actorOf(request))) ? { done: 'taken' } : undefined,
    ),
  );

  const commit = Type.Object({ repository: Id, sha: Type.String({ maxLength: 64 }) });
  app.post(`${path}/hand-in`, { config, schema: { params: byCell, body: commit } }, async (request, reply) =>
    decide(request, reply, async (tx, place) => {
      const { repository: repositoryId, sha } = request.body;
      const handed = await handInCommit(tx, place, { repositoryId, sha: sha.trim() }, actorOf(request));
      return 'why' in handed ? handed : { done: 'handed', ...(handed.queued && { rings: true }) };
    }),
  );

  async function decide(
    request: CellRequest,
    reply: FastifyReply,
    work: (tx: Queryable, place: Place) => Promise<Answer>,
  ) {
    const place = await placeOf(database, request);
    const answer =
      place &&
      (await transaction(database, async (tx) => {
        const answered = await work(tx, place);
        if (answered && 'done' in answered) await reportAssignmentAgain(tx, place.assignment.id, place.participant.id);
        return answered;
      }));
    if (!answer) return reply.callNotFound();
    if ('why' in answer) return refuse(request, reply, answer.why);
    ring('reporting');
    if (answer.rings) ring('grading');
    const { course } = request.access;
    const { participant, assignment } = request.params;
    return reply.redirect(`/courses/${course.slug}/participants/${participant}/${assignment}?done=${answer.done}`, 303);
  }

  async function refuse(request: CellRequest, reply: FastifyReply, why: string) {
    const view = await cellView(database, request, { text: why, refused: true });
    return view ? reply.code(422).page(cellPage(view)) : reply.callNotFound();
  }
};

type OverrideRequest = Pick<FastifyRequest, 'viewer'> & {
  readonly body: { readonly points?: string; readonly excused?: 'yes'; readonly reason: string };
};

async function override(tx: Queryable, place: Place, request: OverrideRequest): Promise<Answer> {
  const { points = '', excused, reason } = request.body;
  if (reason.trim() === '') return { why: 'Say why: it stands in the log, and its student reads it.' };
  if (!excused && !/^\d{1,6}(\.\d{1,2})?$/.test(points.trim()))
    return { why: 'Points are a number, e.g. 7.5; or tick that it is excused.' };
  const wish = { points: excused ? undefined : Number(points), reason: reason.trim() };
  await setOverride(tx, place, wish, actorOf(request));
  return { done: 'set' };
}
