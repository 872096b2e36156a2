import fastifyMultipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeCsv } from '#services/classroom/csv/decode.ts';
import { importAsShown, tryImport } from '#services/classroom/roster/planned.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { transaction } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';
import { actorOf } from '../../doors/actor.ts';
import { importPage } from '../../pages/roster/import.ts';
import { planPage } from '../../pages/roster/plan.ts';
import { bySlug } from '../parameters.ts';
import type { RosterRoutes } from './index.ts';

const MAX_BYTES = 2 * 1024 * 1024;

/** A file of people: what it would change is shown first, and then applied as shown. */
export const rosterImport: FastifyPluginAsyncTypebox<RosterRoutes> = async (app, { database }) => {
  await app.register(fastifyMultipart, {
    limits: { fileSize: MAX_BYTES, fieldSize: MAX_BYTES, files: 1, fields: 5, parts: 6 },
  });
  const door = { config: { door: { course: 'teacher' } }, schema: { params: bySlug } } as const;

  app.get('/courses/:slug/roster/import', door, async ({ access }, reply) => reply.page(importPage(access)));

  app.post('/courses/:slug/roster/import', door, async (request, reply) => {
    const { access } = request;
    const sent = await sentBy(request);
    return orProblems(request, reply, sent, async () => {
      const file = readRoster(sent.bytes, sent.file);
      const options = { replace: sent.replace, actor: actorOf(request) };
      const plan = await tryImport(database, access.course.id, file, options);
      return reply.page(planPage({ access, file, plan, sent }));
    });
  });

  app.post('/courses/:slug/roster/import/apply', door, async (request, reply) => {
    const { access } = request;
    const sent = await sentBy(request);
    return orProblems(request, reply, sent, async () => {
      const file = readRoster(sent.bytes, sent.file);
      const options = { replace: sent.replace, shown: sent.shown, actor: actorOf(request) };
      const { applied, plan } = await transaction(database, (tx) => importAsShown(tx, access.course.id, file, options));
      if (!applied) return reply.code(409).page(planPage({ access, file, plan, sent, stale: true }));
      return reply.redirect(`/courses/${access.course.slug}/roster?done=imported`, 303);
    });
  });
};

interface Sent {
  readonly bytes: Uint8Array;
  /** As people call it. */
  readonly file: string;
  /** The bytes as text, empty where they are none. */
  readonly text: string;
  readonly replace: boolean;
  /** Fingerprint of the plan that was looked at. */
  readonly shown: string;
}

/** Half a roster is none: who stands in the other half would have left. */
const tooLong = Object.assign(new Error('The text is too long: two megabytes are read at most. Is it the right one?'), {
  statusCode: 413,
});

/** The form: an uploaded file wins over pasted text. */
async function sentBy(request: FastifyRequest): Promise<Sent> {
  let upload: { bytes: Buffer; file: string } | undefined;
  const fields = new Map<string, string>();
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw tooLong;
      fields.set(part.fieldname, String(part.value));
    } else {
      const bytes = await part.toBuffer();
      if (bytes.length > 0) upload = { bytes, file: visible(part.filename ?? '', 100) || 'the file' };
    }
  }
  const { bytes, file } = upload ?? { bytes: Buffer.from(fields.get('text') ?? ''), file: 'the text' };
  return {
    bytes,
    file,
    text: textOf(bytes),
    replace: fields.get('replace') === 'yes',
    shown: fields.get('shown') ?? '',
  };
}

/** As the page can carry it: without signs that no page shows, and that no cell keeps. */
function textOf(bytes: Uint8Array): string {
  try {
    return decodeCsv(bytes, '').replace(/(?![\t\r\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
  } catch (error) {
    if (error instanceof InvalidInput) return '';
    throw error;
  }
}

async function orProblems<T>({ access }: FastifyRequest, reply: FastifyReply, sent: Sent, work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInput) return reply.code(422).page(importPage(access, sent, error.problems));
    throw error;
  }
}
