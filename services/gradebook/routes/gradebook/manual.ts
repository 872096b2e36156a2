import fastifyMultipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ManualRead, readManual } from '#services/classroom/exports/manual.ts';
import { applyManual, manualCourse } from '#services/classroom/exports/manual-course.ts';
import { digestOf } from '#services/classroom/trees.ts';
import { type Database, type Queryable, transaction } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { actorOf } from '../../doors/actor.ts';
import { manualPage, manualProblems, manualUndone } from '../../pages/gradebook/manual.ts';
import { bySlug } from '../parameters.ts';
import { type Upload, uploadLimits, uploadOf } from '../upload.ts';

export interface ManualRoutes {
  readonly database: Database;
  /** Says that somebody has work. */
  readonly ring: (bell: 'reporting') => unknown;
}

/** The file of manual columns comes back: what it would change is shown first, and then applied as shown. */
export const manualRoutes: FastifyPluginAsyncTypebox<ManualRoutes> = async (app, { database, ring }) => {
  await app.register(fastifyMultipart, { limits: uploadLimits });
  const door = { config: { door: { course: 'teacher' } }, schema: { params: bySlug } } as const;

  app.post('/courses/:slug/export/manual', door, async (request, reply) => {
    const { access } = request;
    const upload = await uploadOf(request);
    return orProblems(request, reply, async () => {
      const { read, shown } = await looked(database, access.course.id, upload);
      return reply.page(manualPage({ access, text: upload.text, reason: '', read, shown }));
    });
  });

  app.post('/courses/:slug/export/manual/apply', door, async (request, reply) => {
    const { access } = request;
    const upload = await uploadOf(request);
    const { text, fields } = upload;
    const reason = (fields.get('reason') ?? '').trim().slice(0, 300);
    return orProblems(request, reply, async () => {
      const done = await transaction(database, async (tx) => {
        const { course, read, shown } = await looked(tx, access.course.id, upload);
        if (reason === '' || shown !== fields.get('shown')) return { read, shown };
        const wanted = fields.get('conflicts') === 'file' ? [...read.changes, ...read.conflicts] : read.changes;
        const why = { reason, actor: actorOf(request) };
        return { undone: await applyManual(tx, access.course.id, course, wanted, why) };
      });
      if (done.read) return reply.code(409).page(manualPage({ access, text, reason, ...done, stale: true }));
      ring('reporting');
      if (done.undone.length > 0) return reply.page(manualUndone(access, done.undone));
      return reply.redirect(`/courses/${access.course.slug}/export?done=manual`, 303);
    });
  });
};

async function looked(db: Queryable, courseId: number, { bytes, file }: Upload) {
  const course = await manualCourse(db, courseId);
  const read: ManualRead = readManual(bytes, file, course.columns, course.rows);
  return { course, read, shown: digestOf(JSON.stringify(read)) };
}

async function orProblems<T>({ access }: FastifyRequest, reply: FastifyReply, work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInput) return reply.code(422).page(manualProblems(access, error.problems));
    throw error;
  }
}
