import type { GitHub } from './app.ts';

/** One try of GitHub to reach us. `code` 0: there was no answer. */
export interface Sent {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly at: string;
  readonly status: string;
  readonly code: number;
}

/** Asks GitHub how the App stands. `githubUrl`: its address for people. Throws what Octokit does. */
export async function readStanding({ app }: GitHub, githubUrl: string) {
  const { data, headers } = await app.rest.apps.getAuthenticated();
  const askedAt = Date.now();
  const { name = '', slug = '', permissions = {}, events = [], owner } = data ?? {};
  const [installations, hook, sent] = await Promise.all([
    app.paginate(app.rest.apps.listInstallations, { per_page: 100 }),
    app.rest.apps.getWebhookConfigForApp(),
    lastSent(app),
  ]);
  const isOrganisation = owner && 'type' in owner && owner.type === 'Organization';
  const home = isOrganisation ? `${githubUrl}/organizations/${owner.login}` : githubUrl;
  return {
    ...{ name, slug, permissions: { ...permissions }, events, sent, askedAt, githubsDate: headers.date },
    settingsUrl: `${home}/settings/apps/${slug}`,
    installUrl: `${githubUrl}/apps/${slug}/installations/new`,
    hook: { url: hook.data.url, contentType: hook.data.content_type },
    installations: installations.map((each) => ({
      login: each.account && 'login' in each.account ? each.account.login : 'an enterprise',
      ...{ url: each.html_url, permissions: { ...each.permissions }, events: each.events },
      suspended: each.suspended_at !== null,
      allRepositories: each.repository_selection === 'all',
    })),
  };
}

/** Asks GitHub to send once more what it sent last, a ping if there is one, and waits for its try; undefined: there is nothing to send, or the try is not listed in time. */
export async function redeliver({ app }: GitHub, sent: readonly Sent[], waits: Waits): Promise<Sent | undefined> {
  const again = sent.find(({ event }) => event === 'ping') ?? sent[0];
  if (!again) return undefined;
  const tries = sent.filter(({ guid }) => guid === again.guid).map(({ id }) => id);
  await app.rest.apps.redeliverWebhookDelivery({ delivery_id: again.id });
  for (let looks = 0; looks < waits.looks; looks++) {
    await waits.pause();
    const found = (await lastSent(app)).find(({ id, guid }) => guid === again.guid && !tries.includes(id));
    if (found) return found;
  }
  return undefined;
}

export interface Waits {
  readonly looks: number;
  readonly pause: () => Promise<unknown>;
}

async function lastSent(app: GitHub['app']): Promise<Sent[]> {
  const { data } = await app.rest.apps.listWebhookDeliveries({ per_page: 30 });
  return data.map(({ id, guid, event, delivered_at: at, status, status_code: code }) => ({
    ...{ id, guid, event, at, status, code },
  }));
}
