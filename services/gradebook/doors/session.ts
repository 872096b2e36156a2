import { createHmac } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifySession from '@fastify/session';
import type { FastifyInstance, Session } from 'fastify';
import { endSession, findSession, keepSession } from '#services/classroom/people/sessions.ts';
import type { Database } from '#services/platform/database.ts';

declare module 'fastify' {
  interface Session {
    /** GitHub's number of the account that signed in here. */
    githubId?: number;
    /** Where to go once signed in. */
    to?: string;
  }
}

export const SESSION_DAYS = 14;

/** Sessions in PostgreSQL: any web process knows them, and one statement ends them. */
export async function sessions(
  app: FastifyInstance,
  options: { readonly database: Database; readonly secret: string; readonly secure: boolean },
): Promise<void> {
  const { database, secret, secure } = options;
  await app.register(fastifyCookie);
  await app.register(fastifySession, {
    secret: cookieSecret(secret),
    cookieName: secure ? '__Host-pushmark' : 'pushmark',
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: SESSION_DAYS * 86_400_000 },
    saveUninitialized: false,
    rolling: false,
    store: {
      set: (id, session, done) => settle(keepSession(database, id, session, expiry(session)), done),
      get: (id, done) =>
        settle(
          findSession<Session>(database, id).then((found) => found ?? null),
          done,
        ),
      destroy: (id, done) => settle(endSession(database, id), done),
    },
  });
}

/** What cookies are signed with: derived, so that it says nothing about the server's secret. */
export function cookieSecret(secret: string): string {
  return createHmac('sha256', secret).update('session cookie').digest('hex');
}

function expiry({ cookie }: Session): Date {
  return cookie.expires ? new Date(cookie.expires) : new Date(Date.now() + SESSION_DAYS * 86_400_000);
}

function settle<T>(work: Promise<T>, done: (error: unknown, result?: T) => void): void {
  work.then(
    (result) => done(null, result),
    (error) => done(error),
  );
}
