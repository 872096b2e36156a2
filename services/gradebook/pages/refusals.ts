/** What is answered in place of what was asked for: a page for people, JSON for programs. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { visible } from '#services/platform/text.ts';
import { errorPage, type Page } from './layout.ts';
import { notUnderstood } from './not-understood.ts';
import { courseTabs } from './tabs.ts';

/** Whether a program asks; people look at pages. */
export function isApi({ url }: Pick<FastifyRequest, 'url'>): boolean {
  return url.startsWith('/api/');
}

const nothing = 'There is nothing at this address for you. It may have been mistyped, or the course was renamed.';

export function refuseUnknown(request: FastifyRequest, reply: FastifyReply) {
  return answer(request, reply, { status: 404, title: 'Nothing here', words: nothing });
}

export function refuseForbidden(request: FastifyRequest, reply: FastifyReply) {
  const words = 'This page is for the staff of the course. Ask a teacher of yours if you should be able to see it.';
  return answer(request, reply, { status: 403, title: 'Not yours to open', words });
}

export function refuseError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const status = error.statusCode ?? 500;
  if (status === 429) return answer(request, reply, { status, title: 'Too fast', words: 'Wait a minute, then go on.' });
  if (status < 500 && request.method === 'GET' && !isApi(request)) return refuseUnknown(request, reply);
  if (status < 500) {
    // A program's author knows the schema, which says which part and how; a person knows the form.
    const words = isApi(request) ? visible(error.message, 500) : notUnderstood(error);
    return answer(request, reply, { status, title: 'That was not understood', words });
  }
  request.log.error({ err: error }, 'page failed');
  const words = 'The page could not be made. Nothing was lost; try again in a moment.';
  return answer(request, reply, { status: 500, title: 'Our trouble', words });
}

interface Refusal {
  readonly status: number;
  readonly title: string;
  readonly words: string;
}

function answer(request: FastifyRequest, reply: FastifyReply, { status, title, words }: Refusal) {
  reply.code(status);
  return isApi(request)
    ? reply.send({ error: `${title}. ${words}` })
    : reply.page({ ...errorPage(title, words), ...around(request) });
}

/** Who may see the course keeps its pages at hand. */
function around({ access }: FastifyRequest): Partial<Page> {
  if (!access) return {};
  const { slug, title } = access.course;
  return { tabs: courseTabs(access), trail: [{ href: `/courses/${slug}`, label: title }] };
}
