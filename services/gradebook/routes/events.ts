import { fastifySSE } from '@fastify/sse';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { seesParticipant } from '#services/classroom/people/access.ts';
import type { Database } from '#services/platform/database.ts';
import { startWatch } from '../live/watch.ts';
import { bySlug, Id } from './parameters.ts';

/** Pages that one account has open at a time and that are told; more look by themselves. */
const STREAMS = 6;

/**
 * `GET /courses/:slug/events?participant=`: an event whenever something happens to a participant's submissions (server-
 * sent events). It carries nothing: the page then looks for itself, with the rights of whoever has it open.
 */
export const eventRoutes: FastifyPluginAsyncTypebox<{ readonly database: Database }> = async (app, { database }) => {
  const watch = startWatch(database, (err) =>
    app.log.warn({ err }, 'pages that are open could not be told of changes'),
  );
  const open = new Set<() => void>();
  const ofAccount = new Map<number, number>();
  app.addHook('preClose', async () => {
    watch.close();
    for (const end of open) end();
  });
  await app.register(fastifySSE);

  const schema = { params: bySlug, querystring: Type.Object({ participant: Type.Optional(Id) }) };
  const config = { door: { course: 'student' } } as const;
  app.get('/courses/:slug/events', { config, schema, sse: 'only' }, async ({ access, query, viewer }, reply) => {
    const asked = query.participant;
    if (asked !== undefined && !(await seesParticipant(database, access, asked))) return reply.callNotFound();
    const id = viewer.account?.githubId ?? 0;
    const streams = ofAccount.get(id) ?? 0;
    // The page then looks by itself every few seconds.
    if (viewer.account && streams >= STREAMS) return reply.code(429).send();
    ofAccount.set(id, streams + 1);
    const participants = asked === undefined ? access.participants : [asked];
    const { sse } = reply;
    sse.keepAlive();
    const end = () => sse.close();
    let unfollow: () => void = () => undefined;
    open.add(end);
    // First of all: of somebody who leaves while something is waited for nobody is told who asks afterwards.
    sse.onClose(() => {
      unfollow();
      const left = (ofAccount.get(id) ?? 1) - 1;
      if (left > 0) ofAccount.set(id, left);
      else ofAccount.delete(id);
      open.delete(end);
    });
    unfollow = await watch.follow(participants, () => void sse.send({ event: 'changed', data: '' }).catch(end));
    if (!sse.isConnected) return unfollow();
    await sse.send({ event: 'following', data: '' });
  });
};
