import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { revokeExtension } from '#services/classroom/decisions/extensions.ts';
import { extensionsOf } from '#services/classroom/decisions/granted.ts';
import { transaction } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { extensionPreviewPage } from '../../pages/people/extension-preview.ts';
import { bySlug, Id } from '../parameters.ts';
import { movedBy } from './extension-wish.ts';
import type { PeopleRoutes } from './index.ts';
import { tellAgain } from './tell-again.ts';

/** Taking an extension back: what that would do is shown before. */
export const revokeExtensionRoutes: FastifyPluginAsyncTypebox<PeopleRoutes> = async (app, { database, ring }) => {
  const path = '/courses/:slug/extensions/:extension/revoke';
  const params = Type.Object({ ...bySlug.properties, extension: Id });
  const door = { config: { door: { course: 'teacher' } }, schema: { params } } as const;
  const find = async (courseId: number, wanted: number) =>
    (await extensionsOf(database, courseId)).find(({ id, revokedAt }) => id === wanted && !revokedAt);

  app.get(path, door, async (request, reply) => {
    const { access, params } = request;
    const extension = await find(access.course.id, params.extension);
    if (!extension) return reply.callNotFound();
    const { moved } = await movedBy(database, access.course.id, (tx) =>
      revokeExtension(tx, access.course.id, extension.id, actorOf(request)),
    );
    return reply.page(extensionPreviewPage({ access, extension, moved, form: undefined }));
  });

  app.post(path, door, async (request, reply) => {
    const { course } = request.access;
    const extension = await find(course.id, request.params.extension);
    if (!extension) return reply.callNotFound();
    await transaction(database, async (tx) => {
      await revokeExtension(tx, course.id, extension.id, actorOf(request));
      await tellAgain(tx, extension);
    });
    ring('reporting');
    return reply.redirect(`/courses/${course.slug}/extensions?done=revoked`, 303);
  });
};
