import type { Level, Permissions } from './world.ts';

export interface GitHubOptions {
  /** Login of the organisation that owns every repository; default `gopher-school`. */
  readonly organization?: string;
  /** Loopback port; default a free one. */
  readonly port?: number;
  /** Default 2451337. */
  readonly appId?: number;
  /** Login of the App's bot, ending in `[bot]`; default `pushmark-demo[bot]`. */
  readonly botLogin?: string;
  /** Default: what the product asks for. */
  readonly permissions?: Permissions;
  /** Webhooks that the App subscribes to; default all that the stand-in knows. */
  readonly events?: readonly string[];
  /** Whether the App is in the organisation already; default true. */
  readonly installed?: boolean;
  /** Where people may be sent after signing in; more can be added later, with `addCallback`. */
  readonly callbackUrls?: readonly string[];
  /** Where to send webhooks; it can also be said later, with `connectWebhook`. */
  readonly webhookUrl?: string;
  /** Default: a random one. */
  readonly webhookSecret?: string;
  /** Milliseconds that a receiver has to answer a webhook; default GitHub's 10,000. */
  readonly webhookPatience?: number;
  /** GitHub's clock; default the machine's. */
  readonly now?: () => Date;
}

export const defaultPermissions: Readonly<Record<string, Level>> = {
  metadata: 'read',
  contents: 'read',
  checks: 'write',
  pull_requests: 'write',
  issues: 'write',
  members: 'read',
};

/** What it asks for when it also makes repositories and teams. */
export const classroomPermissions: Permissions = {
  ...defaultPermissions,
  administration: 'write',
  contents: 'write',
  members: 'write',
};

export const defaultEvents = [
  'push',
  'create',
  'delete',
  'pull_request',
  'check_run',
  'check_suite',
  'issue_comment',
  'repository',
] as const;
