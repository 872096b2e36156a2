import { fastifyCookie } from '@fastify/cookie';
import Fastify, { type FastifyInstance, type onRouteHookHandler } from 'fastify';
import { keepSession } from '#services/classroom/people/sessions.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { execute, type Queryable } from '#services/platform/database.ts';
import { cookieSecret } from '../doors/session.ts';
import { type GradebookOptions, gradebook } from '../gradebook.ts';

const secret = 'a secret of tests that nobody else has';

/** The pages over a test's database, without sign-in unless `more` says otherwise. */
export async function testGradebook(
  database: GradebookOptions['database'],
  { onRoute, ...more }: Partial<GradebookOptions> & { readonly onRoute?: onRouteHookHandler } = {},
): Promise<FastifyInstance> {
  const app = Fastify({ trustProxy: 'loopback', routerOptions: { maxParamLength: 200 } });
  if (onRoute) app.addHook('onRoute', onRoute);
  const store = databaseStore(database);
  const elsewhere = { githubUrl: 'https://github.example', githubApiUrl: 'https://api.github.example' };
  const alone = {
    signIn: undefined,
    publicUrl: undefined,
    github: undefined,
    accepting: undefined,
    admins: [],
    ring: () => undefined,
  };
  const options = { database, store, secret, ...elsewhere, ...alone };
  await app.register(gradebook, { ...options, ...more });
  return app;
}

/** Sign-in settings that lead nowhere: for tests in which people are signed in already. */
export const signIn = {
  clientId: 'Iv1.0123456789abcdef',
  clientSecret: 'not used by this test',
  githubUrl: 'https://github.example',
  githubApiUrl: 'https://api.github.example',
  publicUrl: undefined,
};

let made = 0;

/** The Cookie header of somebody who has signed in. */
export async function cookieOf(db: Queryable, account: { githubId: number; login: string }): Promise<string> {
  const sql = 'insert into account (github_id, login) values ($1, $2) on conflict do nothing';
  await execute(db, sql, [account.githubId, account.login]);
  const id = `session-of-a-test-${++made}`;
  const expires = new Date(Date.now() + 3_600_000);
  const session = { githubId: account.githubId, cookie: { originalMaxAge: 3_600_000, expires } };
  await keepSession(db, id, session, expires);
  const signed = fastifyCookie.signerFactory(cookieSecret(secret), 'sha256').sign(id);
  return `pushmark=${encodeURIComponent(signed)}`;
}
