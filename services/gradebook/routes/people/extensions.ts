import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { grantExtension } from '#services/classroom/decisions/extensions.ts';
import { extensionsOf } from '#services/classroom/decisions/granted.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { type Queryable, transaction } from '#services/platform/database.ts';
import { actorOf } from '../../doors/actor.ts';
import { type ExtensionForm, emptyForm } from '../../pages/people/extension-form.ts';
import { extensionPreviewPage } from '../../pages/people/extension-preview.ts';
import { extensionsPage } from '../../pages/people/extensions.ts';
import { bySlug } from '../parameters.ts';
import { choicesOf, movedBy, wishOf } from './extension-wish.ts';
import type { PeopleRoutes } from './index.ts';
import { tellAgain } from './tell-again.ts';

const text = (maxLength: number) => Type.String({ maxLength });
const Body = Type.Object({
  ...{ whom: text(200), assignment: text(100), until: text(40), amount: text(10), reason: text(300) },
  unit: Type.Enum(['minutes', 'hours', 'days']),
});

const done: Readonly<Record<string, string>> = {
  granted: 'Granted. Grades follow it already.',
  revoked: 'Taken back. Grades follow the other dates again.',
};

/** Who has more time, and granting it: what it would do is shown before. */
export const extensionRoutes: FastifyPluginAsyncTypebox<PeopleRoutes> = async (app, { database, ring }) => {
  const path = '/courses/:slug/extensions';
  const querystring = Type.Object({
    ...{ done: Type.Optional(Type.Enum(Object.keys(done))), whom: Type.Optional(text(200)) },
    assignment: Type.Optional(text(100)),
  });
  const look = { config: { door: { course: 'observer' } }, schema: { params: bySlug, querystring } } as const;
  const send = { config: { door: { course: 'teacher' } }, schema: { params: bySlug, body: Body } } as const;

  app.get(path, look, async (request, reply) => {
    const { done: word, whom, assignment = '' } = request.query;
    const form = whom === undefined ? undefined : { ...emptyForm, whom, assignment };
    return reply.page(await list(request, { form, said: word === undefined ? undefined : { text: done[word] } }));
  });

  app.post(`${path}/preview`, send, async (request, reply) => {
    const { access, body } = request;
    const { result, moved } = await movedBy(database, access.course.id, (tx) => grant(tx, request));
    if ('why' in result) return refuse(request, reply, result.why);
    return reply.page(extensionPreviewPage({ access, extension: result.extension, moved, form: body }));
  });

  app.post(path, send, async (request, reply) => {
    const result = await transaction(database, async (tx) => {
      const granted = await grant(tx, request);
      if (!('why' in granted)) await tellAgain(tx, granted.extension);
      return granted;
    });
    if ('why' in result) return refuse(request, reply, result.why);
    ring('reporting');
    return reply.redirect(`/courses/${request.access.course.slug}/extensions?done=granted`, 303);
  });

  type Sent = Pick<FastifyRequest, 'access' | 'viewer'> & { readonly body: ExtensionForm };

  async function list(
    { access }: Pick<FastifyRequest, 'access'>,
    more: Pick<Parameters<typeof extensionsPage>[0], 'said' | 'form'>,
  ) {
    const choices = isAtLeast(access.role, 'teacher') ? await choicesOf(database, access.course.id) : undefined;
    const extensions = await extensionsOf(database, access.course.id, access.sections);
    return extensionsPage({ access, extensions, choices, ...more });
  }

  async function refuse(request: Sent, reply: FastifyReply, why: string) {
    return reply.code(422).page(await list(request, { form: request.body, said: { text: why, refused: true } }));
  }
};

/** Grants what a form asks for; in a preview it is taken back again. */
async function grant(
  tx: Queryable,
  request: Pick<FastifyRequest, 'access' | 'viewer'> & { readonly body: ExtensionForm },
) {
  const { course } = request.access;
  const wish = wishOf(request.body, course.timeZone);
  if ('why' in wish) return wish;
  const granted = await grantExtension(tx, course.id, wish, actorOf(request));
  if ('why' in granted) return granted;
  const [extension] = (await extensionsOf(tx, course.id)).filter(({ id }) => id === granted.id);
  if (!extension) throw new Error('an extension was granted and is not there');
  return { extension };
}
