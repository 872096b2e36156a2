import fastifyFormbody from '@fastify/formbody';
import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { Database } from '#services/platform/database.ts';
import { guard } from './guard.ts';
import { isSameOrigin } from './same-origin.ts';
import { sessions } from './session.ts';
import { type SignInSettings, signInRoutes } from './sign-in.ts';
import { viewers } from './viewer.ts';

export interface DoorOptions {
  readonly database: Database;
  /** Undefined: nobody can sign in, and whoever asks from this machine may do everything. */
  readonly signIn: SignInSettings | undefined;
  /** Of the server; cookies are signed with what is derived from it. */
  readonly secret: string;
  /** Logins, lower case, that may do everything. */
  readonly admins: readonly string[];
  /** Without sign-in a proxy in front keeps others out. */
  readonly gated?: boolean | undefined;
}

/** A whole class may sit behind one address; a person alone does not need more. */
const REQUESTS_A_MINUTE = 1200;

/** All that stands between the outside and the pages. Call it on the scope whose routes are to have doors. */
export async function doors(app: FastifyInstance, options: DoorOptions): Promise<void> {
  const { database, signIn, secret, admins } = options;
  await sessions(app, { database, secret, secure: signIn?.publicUrl?.startsWith('https://') ?? false });
  await app.register(fastifyRateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: ({ session, ip }) => (session.githubId === undefined ? ip : `account ${session.githubId}`),
  });
  await app.register(fastifyFormbody);
  app.addHook('onRequest', async (request, reply) => {
    if (!isSameOrigin(request)) return reply.code(403).send({ error: 'This came from a page of another site.' });
  });
  viewers(app, { database, admins, canSignIn: signIn !== undefined, gated: options.gated });
  guard(app, database);
  if (signIn) await app.register(signInRoutes, { database, settings: signIn });
}
