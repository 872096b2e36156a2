import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Database } from '#services/platform/database.ts';
import { cellRoutes } from './cell.ts';
import { decisionRoutes } from './decisions.ts';
import { extensionRoutes } from './extensions.ts';
import { groupRoutes } from './groups.ts';
import { logRoutes } from './log.ts';
import { revokeExtensionRoutes } from './revoke-extension.ts';

export interface PeopleRoutes {
  readonly database: Database;
  /** GitHub's address for people. */
  readonly githubUrl: string;
  /** Gives and takes access at GitHub; undefined where no App is set up. */
  readonly accepting: { look(): void } | undefined;
  /** Wakes whoever grades or reports, after the commit. */
  readonly ring: (bell: 'grading' | 'reporting') => unknown;
}

/** What staff decides about people: more time, grades set by hand, groups; why a grade is what it is; and the log of it. */
export const peopleRoutes: FastifyPluginAsyncTypebox<PeopleRoutes> = async (app, options) => {
  await app.register(extensionRoutes, options);
  await app.register(revokeExtensionRoutes, options);
  await app.register(cellRoutes, options);
  await app.register(decisionRoutes, options);
  await app.register(groupRoutes, options);
  await app.register(logRoutes, options);
};
