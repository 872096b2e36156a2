import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { note } from '#services/classroom/people/audit.ts';
import { appFacts, storeApp } from '#services/classroom/setup/github-app.ts';
import {
  claimAdmin,
  endSetupToken,
  isSetupToken,
  keepWish,
  makeClaim,
  takeWish,
} from '#services/classroom/setup/link.ts';
import { type Database, transaction } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { convertManifest } from '#services/platform/github/manifest.ts';
import { policy } from '../doors/policy.ts';
import { choosePage } from '../pages/setup/choose.ts';
import { handOverPage } from '../pages/setup/hand-over.ts';
import { claimedPage, needsLinkPage, notConvertedPage, takingOverPage } from '../pages/setup/notices.ts';
import { firstWish, readWish, WishForm } from './setup-wish.ts';

export interface SetupOptions {
  readonly database: Database;
  readonly secret: string;
  readonly githubUrl: string;
  readonly githubApiUrl: string;
  /** Where people reach the server; undefined: where the first request came. */
  readonly publicUrl: string | undefined;
  /** Undefined: nobody can sign in yet. */
  readonly signIn: object | undefined;
  /** Undefined as long as no App is set up. */
  readonly github: GitHub | undefined;
  /** Takes over the App that was stored just now. */
  readonly onSetUp?: (() => Promise<void>) | undefined;
}

const Token = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) });
const Back = Type.Object({ code: Type.String({ maxLength: 200 }), state: Type.String({ maxLength: 200 }) });
const Claim = Type.Object({ claim: Type.String({ maxLength: 200 }) });
const config = { door: 'public' } as const;

/** First run: whoever has the link of the start makes the App at GitHub and becomes administrator. */
export const setupRoutes: FastifyPluginAsyncTypebox<SetupOptions> = async (app, options) => {
  const { database, secret, githubUrl, githubApiUrl, github } = options;
  const mayEnter = async (token = '') => !github && (await isSetupToken(database, secret, token));

  if (!github) {
    app.get('/setup', { config, schema: { querystring: Token } }, async (request, reply) => {
      const { token } = request.query;
      if (!token || !(await mayEnter(token))) return reply.code(404).page(needsLinkPage);
      return reply.page(choosePage(token, firstWish(request, options)));
    });
  }
  if (!options.signIn) app.get('/sign-in', { config }, async (_request, reply) => reply.redirect('/setup'));

  // The form of this page alone leads to GitHub.
  const helmet = { contentSecurityPolicy: policy(new URL(githubUrl).origin) };
  app.post('/setup', { config, schema: { body: WishForm }, helmet }, async ({ body }, reply) => {
    if (!(await mayEnter(body.token))) return github ? reply.callNotFound() : reply.code(404).page(needsLinkPage);
    const read = readWish(body);
    if (read.problem !== undefined) return reply.code(400).page(choosePage(body.token, read.wish, read.problem));
    return reply.page(handOverPage(read.wish, await keepWish(database, read.wish), githubUrl));
  });

  app.get('/setup/app', { config, schema: { querystring: Back } }, async ({ query, log }, reply) => {
    if (github) return reply.callNotFound();
    const wish = await transaction(database, (tx) => takeWish(tx, query.state));
    const made = wish && (await convertManifest(githubApiUrl, query.code));
    if (!wish || !made) return reply.code(400).page(notConvertedPage);
    const claim = await transaction(database, async (tx) => {
      if (!(await storeApp(tx, { ...wish, ...made }, secret))) return undefined;
      await endSetupToken(tx);
      return makeClaim(tx);
    });
    if (claim === undefined) return reply.code(400).page(notConvertedPage);
    log.info({ app: made.id, organisation: wish.organisation }, 'a GitHub App was made');
    await options.onSetUp?.();
    return reply.redirect(`/setup/claim?claim=${claim}`);
  });

  app.get('/setup/claim', { config, schema: { querystring: Claim } }, async ({ query, viewer, url }, reply) => {
    if (!github) return reply.header('refresh', '2').page(takingOverPage);
    const { account } = viewer;
    if (!account) return reply.redirect(`/sign-in?to=${encodeURIComponent(url)}`);
    const done = await transaction(database, async (tx) => {
      if (!(await claimAdmin(tx, query.claim, account.githubId))) return false;
      const subject = `the GitHub App ${(await appFacts(tx))?.slug ?? ''}`;
      const actor = { id: account.githubId, login: account.login };
      await note(tx, { courseId: undefined, actor, action: 'setup.claim', subject });
      return true;
    });
    return done || viewer.admin ? reply.redirect('/setup') : reply.code(404).page(claimedPage);
  });
};
