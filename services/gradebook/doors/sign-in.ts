import fastifyOauth2, { type OAuth2Namespace } from '@fastify/oauth2';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { endSessionsOf } from '#services/classroom/people/sessions.ts';
import { signIn } from '#services/classroom/people/sign-in.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import { accountOf } from '#services/platform/github/user.ts';
import { signedOutPage, signInFailedPage } from '../pages/sign-in.ts';
import { returnPath } from './return-path.ts';

/** How people sign in: as users of the GitHub App. */
export interface SignInSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly githubUrl: string;
  readonly githubApiUrl: string;
  /** Where people reach the pages; undefined: where the server listens. */
  readonly publicUrl: string | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    github: OAuth2Namespace;
  }
}

export const CALLBACK = '/sign-in/callback';

/** Sign-in with GitHub (state and PKCE), sign-out here and everywhere. GitHub's token is used once and kept nowhere. */
export const signInRoutes: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly settings: SignInSettings;
}> = async (app, { database, settings }) => {
  const { clientId, clientSecret, githubUrl, githubApiUrl, publicUrl } = settings;
  const secure = publicUrl?.startsWith('https://') ?? false;
  await app.register(fastifyOauth2, {
    name: 'github',
    credentials: {
      client: { id: clientId, secret: clientSecret },
      options: { authorizationMethod: 'body' },
      auth: {
        ...{ authorizeHost: githubUrl, authorizePath: join(githubUrl, '/login/oauth/authorize') },
        ...{ tokenHost: githubUrl, tokenPath: join(githubUrl, '/login/oauth/access_token') },
      },
    },
    callbackUri: () => `${publicUrl ?? app.listeningOrigin}${CALLBACK}`,
    pkce: 'S256',
    cookie: { secure, path: '/sign-in' },
    scope: [],
  });

  const query = Type.Object({
    to: Type.Optional(Type.String({ maxLength: 1000 })),
    /** Proposed to GitHub, for links that are meant for one person. */
    login: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$' })),
  });
  const door = { door: 'public' } as const;
  app.get('/sign-in', { config: door, schema: { querystring: query } }, async (request, reply) => {
    const { login } = request.query;
    const to = returnPath(request.query.to);
    const { account } = request.viewer;
    if (account && (login === undefined || login === account.login)) return reply.redirect(to);
    if (to !== '/') request.session.to = to;
    const github = new URL(await app.github.generateAuthorizationUri(request, reply));
    if (login !== undefined) github.searchParams.set('login', login);
    return reply.redirect(github.href);
  });

  app.get(CALLBACK, { config: door }, async (request, reply) => {
    const token = await tokenOf(() => app.github.getAccessTokenFromAuthorizationCodeFlow(request, reply));
    if (!token) return reply.code(400).page(signInFailedPage);
    const account = await accountOf(githubApiUrl, token);
    await transaction(database, (tx) => signIn(tx, account));
    const to = returnPath(request.session.to);
    await request.session.regenerate();
    request.session.githubId = account.githubId;
    return reply.redirect(to);
  });

  app.post('/sign-out', { config: door }, async (request, reply) => {
    return signedOut(request, reply);
  });

  app.post('/sign-out/everywhere', { config: { door: 'account' } }, async (request, reply) => {
    await endSessionsOf(database, request.viewer.account?.githubId ?? 0);
    return signedOut(request, reply);
  });
};

async function signedOut(request: FastifyRequest, reply: FastifyReply) {
  await request.session.destroy();
  // Nobody any more: the page is framed as for everybody who is not signed in.
  request.viewer = { account: undefined, admin: false };
  return reply.page(signedOutPage);
}

/** Undefined where GitHub, the state or the verifier says no: an old link, a second try, somebody else's. */
async function tokenOf(exchange: () => Promise<{ token: { access_token?: string } }>): Promise<string | undefined> {
  try {
    return (await exchange()).token.access_token;
  } catch (error) {
    if (error instanceof Error && /state|400|40[13]/i.test(error.message)) return undefined;
    throw error;
  }
}

/** GitHub may live below a path. */
function join(base: string, path: string): string {
  return new URL(base).pathname.replace(/\/$/, '') + path;
}
