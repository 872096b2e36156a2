import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import type { SetupWish } from '#services/classroom/setup/link.ts';
import { isLoopback } from '#services/platform/config/parse.ts';

/** The form of the first page. */
export const WishForm = Type.Object({
  token: Type.String({ maxLength: 200 }),
  profile: Type.Union([Type.Literal('grade'), Type.Literal('classroom')]),
  organisation: Type.String({ maxLength: 64 }),
  publicUrl: Type.String({ maxLength: 200 }),
  poll: Type.Optional(Type.Literal('yes')),
});

/** What the form proposes: the address by which this request came, and everything that Pushmark can do. */
export function firstWish(
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
  { publicUrl, githubUrl }: { readonly publicUrl: string | undefined; readonly githubUrl: string },
): SetupWish {
  const here = publicUrl ?? `${protocol}://${host}`;
  // GitHub refuses webhooks to one's own machine, unless it is there itself.
  const apart = isLocal(here) && !isLocal(githubUrl);
  return { profile: 'classroom', organisation: '', publicUrl: here, intake: apart ? 'poll' : 'webhook' };
}

/** The wish, and what is wrong with it. */
export function readWish(form: Static<typeof WishForm>): { wish: SetupWish; problem?: string } {
  const publicUrl = form.publicUrl.trim().replace(/\/+$/, '');
  const organisation = form.organisation.trim();
  const intake = form.poll ? 'poll' : 'webhook';
  const wish: SetupWish = { profile: form.profile, organisation, publicUrl, intake };
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(organisation)) {
    return { wish, problem: 'Write the organisation as it stands in its address at GitHub: https://github.com/NAME' };
  }
  if (!isAddress(publicUrl)) {
    return { wish, problem: 'The address of this server begins with https:// (or http://) and has no path.' };
  }
  return { wish };
}

/** Pages and cookies are at the root. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return /^https?:$/.test(protocol) && origin === text.toLowerCase();
}

function isLocal(url: string): boolean {
  return isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}
