import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accountById } from '#services/classroom/people/sessions.ts';
import { accountByToken } from '#services/classroom/people/tokens.ts';
import type { Viewer } from '#services/classroom/people/viewer.ts';
import { isLoopback } from '#services/platform/config/parse.ts';
import type { Database } from '#services/platform/database.ts';
import { isApi } from '../pages/refusals.ts';

export interface ViewerOptions {
  readonly database: Database;
  /** Logins, lower case, that may do everything. */
  readonly admins: readonly string[];
  /** Without sign-in whoever asks from this machine may do everything, and nobody else anything. */
  readonly canSignIn: boolean;
  /** Unless a proxy of whoever runs the server keeps others out: then whoever gets here may. */
  readonly gated?: boolean | undefined;
}

/** Finds out who looks: by the session's cookie, or on the API by a token. */
export function viewers(app: FastifyInstance, options: ViewerOptions): void {
  app.decorateRequest('viewer');
  app.addHook('onRequest', async (request) => {
    request.viewer = await viewerOf(request, options);
  });
}

async function viewerOf(
  request: FastifyRequest,
  { database, admins, canSignIn, gated = false }: ViewerOptions,
): Promise<Viewer> {
  if (!canSignIn) return { account: undefined, admin: gated || isLocal(request) };
  const bearer = isApi(request) && /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return byToken(database, bearer);
  const { githubId } = request.session;
  const known = githubId === undefined ? undefined : await accountById(database, githubId);
  if (!known) return { account: undefined, admin: false };
  const { admin, ...account } = known;
  return { account, admin: admin || admins.includes(account.login.toLowerCase()) };
}

/** Nobody on the way from its browser to us is on another machine, by what proxies say, and what nobody can forge. */
function isLocal({ ips = [], socket }: FastifyRequest): boolean {
  const way = [socket.remoteAddress ?? '', ...ips].map((ip) => ip.replace(/^::ffff:/, ''));
  return way.every(isLoopback);
}

/** A token reads as its owner does in its courses; whoever administrates the server signs in for that. */
async function byToken(database: Database, token: string): Promise<Viewer> {
  const found = await accountByToken(database, token);
  if (!found) return { account: undefined, admin: false };
  const { courseId, ...account } = found;
  return { account, admin: false, ...(courseId !== null && { onlyCourse: courseId }) };
}
