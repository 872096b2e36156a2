import { planFaults } from './api/faults.ts';
import { githubLimits, startLimits } from './api/limits.ts';
import { classroomBot, newAccount } from './controls/accounts.ts';
import { newApp } from './controls/apps.ts';
import { countIds, type IdKind } from './ids.ts';
import type { Description } from './openapi/description.ts';
import type { WebhookEvent } from './openapi/used.ts';
import { defaultEvents, defaultPermissions, type GitHubOptions } from './options.ts';
import { startOutgoing, type Webhook } from './webhooks/outgoing.ts';
import type { Account, App, Misfit, OurApp, World } from './world.ts';

export interface WorldParts {
  readonly origin: string;
  readonly apiUrl: string;
  readonly temporary: string;
  readonly options: GitHubOptions;
  readonly description: Description;
}

const firstInstallation = 91_456_123;

/** A world with an organisation, our App installed in it, and nothing else. */
export function makeWorld({ origin, apiUrl, temporary, options, description }: WorldParts): World {
  const { now = () => new Date(), organization: login = 'gopher-school' } = options;
  const nextId = countIds();
  const createdAt = now();
  const organization = newAccount(nextId, login, 'Organization', createdAt);
  const [app, actions] = makeApps(nextId, organization, origin, options);
  const [faults, misfits] = [planFaults(), [] as Misfit[]];
  const outgoing = startOutgoing({
    now,
    nextId: () => nextId('delivery'),
    appId: () => world.app.id,
    patience: options.webhookPatience ?? 10_000,
    takeFault: faults.takeWebhook,
    check: (webhook) => checkWebhook(description, misfits, webhook),
  });
  const classroom: Account = { ...classroomBot, type: 'Bot', token: null, createdAt };
  const accounts = new Map(
    [organization, app.bot, actions.bot, classroom].map((each) => [each.login.toLowerCase(), each]),
  );
  const world: World = {
    ...{ origin, apiUrl, temporary, now, organization, app, actions, nextId, faults, misfits, outgoing, accounts },
    limits: startLimits({ ...githubLimits }),
    installation: options.installed === false ? null : { id: firstInstallation, account: organization, createdAt },
    organizations: new Map([[organization.id, { account: organization, members: new Map(), teams: [] }]]),
    registrations: new Map(),
    signIns: { codes: new Map(), tokens: new Set(), browser: null },
    repositories: new Map(),
    grants: new Map(),
    requests: [],
    copying: { underWay: new Set(), held: null },
    pushing: new Map(),
  };
  return world;
}

function makeApps(
  nextId: (kind: IdKind) => number,
  owner: Account,
  origin: string,
  options: GitHubOptions,
): readonly [OurApp, App] {
  const { appId: id = 2_451_337, botLogin = 'pushmark-demo[bot]', permissions = defaultPermissions } = options;
  const bot = (login: string) => newAccount(nextId, login, 'Bot', owner.createdAt);
  const { events = defaultEvents, callbackUrls = [], webhookSecret } = options;
  const slug = botLogin.replace('[bot]', '');
  const shared = { owner, createdAt: owner.createdAt, url: origin };
  const facts = { ...shared, id, slug, name: slug, bot: bot(botLogin), permissions, events };
  const ours = newApp(
    { ...facts, callbackUrls: [...callbackUrls], setupUrl: null, isPublic: false, asksAtInstall: false },
    webhookSecret,
  );
  const github = { ...shared, id: 15_368, clientId: 'Iv1.05c79e9ad1f6bdfa', slug: 'github-actions', events: [] };
  const actions = { ...github, name: 'GitHub Actions', bot: bot('github-actions[bot]') };
  return [ours, { ...actions, permissions: { checks: 'write', metadata: 'read' } }];
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
