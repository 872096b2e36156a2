/** GitHub on one's own machine, for the demo and the tests: see README.md. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiRoot } from './api/front.ts';
import { type Controls, makeControls } from './controls/controls.ts';
import { copiesSettled, releaseCopies } from './controls/copies.ts';
import { makeWorld } from './make-world.ts';
import { readDescription } from './openapi/description.ts';
import type { GitHubOptions } from './options.ts';
import { listen, originOf } from './server.ts';
import type { World } from './world.ts';

export type { AnswerFault, WebhookFault } from './api/faults.ts';
export type { CreatedRepository, User } from './controls/classroom-controls.ts';
export type { Controls } from './controls/controls.ts';
export type { WorkingCopy } from './controls/working-copy.ts';
export { classroomPermissions, type GitHubOptions } from './options.ts';
export { type LiveMarkup, liveMarkup } from './page/live-markup.ts';
export { markdownAsText } from './page/text.ts';
export type { Delivery } from './webhooks/outgoing.ts';
export type { Annotation, CheckRun, Comment, Misfit, PullRequest, RequestRecord } from './world.ts';

/** What concerns the App is that of the App there is now: one made from a manifest takes the place of the first. */
export interface GitHubStandIn extends Controls {
  /** Octokit's `baseUrl`. */
  readonly apiUrl: string;
  /** Where git and the pages are; a repository is at `<gitUrl>/<owner>/<name>.git`. */
  readonly gitUrl: string;
  readonly appId: number;
  /** PEM, PKCS #1, as GitHub gives it out. */
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly installationId: number;
  readonly organization: string;
  readonly botLogin: string;
  readonly webhookSecret: string;
  readonly close: () => Promise<void>;
}

/** Starts a GitHub with one organisation in which one App is installed. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubStandIn> {
  const description = await readDescription();
  const temporary = await mkdtemp(join(tmpdir(), 'github-stand-in-'));
  const ready = Promise.withResolvers<World>();
  const server = await listen(options.port ?? 0, ready.promise, description);
  const gitUrl = originOf(server);
  const apiUrl = gitUrl + apiRoot;
  const world = makeWorld({ origin: gitUrl, apiUrl, temporary, options, description });
  const { webhookUrl: url } = options;
  if (url !== undefined) world.outgoing.connect({ url, secret: world.app.secrets.webhookSecret });
  ready.resolve(world);
  return {
    ...{ apiUrl, gitUrl, organization: world.organization.login },
    ...makeControls(world),
    get appId() {
      return world.app.id;
    },
    get privateKey() {
      return world.app.secrets.privateKey;
    },
    get clientId() {
      return world.app.clientId;
    },
    get clientSecret() {
      return world.app.secrets.clientSecret;
    },
    get webhookSecret() {
      return world.app.secrets.webhookSecret;
    },
    get botLogin() {
      return world.app.bot.login;
    },
    get installationId() {
      if (world.installation === null) throw new Error('the App is installed nowhere');
      return world.installation.id;
    },
    close: async () => {
      releaseCopies(world);
      await copiesSettled(world);
      await world.outgoing.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
