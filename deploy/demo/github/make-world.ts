import { createPublicKey } from 'node:crypto';
import { planFaults } from './api/faults.ts';
import { githubLimits, startLimits } from './api/limits.ts';
import { classroomBot, newAccount } from './controls/accounts.ts';
import { countIds, type IdKind } from './ids.ts';
import type { Description } from './openapi/description.ts';
import type { WebhookEvent } from './openapi/used.ts';
import { defaultEvents, defaultPermissions, type GitHubOptions } from './options.ts';
import { startOutgoing, type Webhook } from './webhooks/outgoing.ts';
import type { Account, App, Misfit, World } from './world.ts';

export interface WorldParts {
  readonly origin: string;
  readonly apiUrl: string;
  readonly temporary: string;
  readonly privateKey: string;
  readonly options: GitHubOptions;
  readonly description: Description;
}

/** A world with an organisation, our App installed in it, and nothing else. */
export function makeWorld({ origin, apiUrl, temporary, privateKey, options, description }: WorldParts): World {
  const { now = () => new Date(), organization: login = 'gopher-school' } = options;
  const nextId = countIds();
  const organization = newAccount(nextId, login, 'Organization', now());
  const [app, actions] = makeApps(nextId, organization, options, now());
  const [faults, misfits] = [planFaults(), [] as Misfit[]];
  const outgoing = startOutgoing({
    now,
    nextId: () => nextId('delivery'),
    appId: app.id,
    patience: options.webhookPatience ?? 10_000,
    takeFault: faults.takeWebhook,
    check: (webhook) => checkWebhook(description, misfits, webhook),
  });
  const classroom: Account = { ...classroomBot, type: 'Bot', token: null, createdAt: now() };
  const accounts = new Map(
    [organization, app.bot, actions.bot, classroom].map((each) => [each.login.toLowerCase(), each]),
  );
  return {
    ...{ origin, apiUrl, temporary, now, organization, app, actions, nextId, faults, misfits, outgoing, accounts },
    publicKey: createPublicKey(privateKey),
    limits: startLimits({ ...githubLimits }),
    installationId: 91_456_123,
    repositories: new Map(),
    grants: new Map(),
    requests: [],
    pushing: new Map(),
  };
}

function makeApps(
  nextId: (kind: IdKind) => number,
  owner: Account,
  options: GitHubOptions,
  createdAt: Date,
): readonly [App, App] {
  const { appId: id = 2_451_337, botLogin = 'pushmark-demo[bot]' } = options;
  const bot = (login: string) => newAccount(nextId, login, 'Bot', createdAt);
  const permissions = options.permissions ?? defaultPermissions;
  const events = options.events ?? defaultEvents;
  const slug = botLogin.replace('[bot]', '');
  const shared = { owner, createdAt };
  const ours: App = { ...shared, id, clientId: `Iv23li${id}`, slug, bot: bot(botLogin), permissions, events };
  const actions = { ...shared, id: 15_368, clientId: 'Iv1.05c79e9ad1f6bdfa', slug: 'github-actions', events: [] };
  return [ours, { ...actions, bot: bot('github-actions[bot]'), permissions: { checks: 'write', metadata: 'read' } }];
}

/** Our own webhooks must be GitHub's in shape, or tests on them prove nothing. */
function checkWebhook(description: Description, misfits: Misfit[], { event, action, payload }: Webhook): void {
  const name = [event, action]
    .filter((part) => part !== null)
    .join('-')
    .replaceAll('_', '-');
  const problems = description.webhookProblems(name as WebhookEvent, payload);
  if (problems.length > 0) misfits.push({ what: 'webhook', operation: name, problems });
}
