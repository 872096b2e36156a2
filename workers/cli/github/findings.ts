import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { openToRead, withStoredApp } from '#services/boot.ts';
import { appFacts, type Profile } from '#services/classroom/setup/github-app.ts';
import type { Config } from '#services/platform/config.ts';
import { type GitHub, openGitHub } from '#services/platform/github/app.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { openLog } from '#services/platform/log.ts';
import type { Finding } from '../diagnosis.ts';
import { appFinding, clockFinding, webhookFinding } from './app-findings.ts';

/** How the App stands: its permissions, its webhook, the clock, where it is installed, who can sign in. */
export async function githubFindings(given: Config): Promise<Finding[]> {
  const { config, profile, trouble } = await withKept(given);
  if (trouble) return [{ what: 'GitHub', state: 'missing', words: 'the stored App cannot be opened', remedy: trouble }];
  const app = config.githubApp;
  if (!app) return [notSetUp];
  const github = openGitHub({ apiUrl: config.githubApiUrl, appId: app.id, privateKey: app.privateKey });
  try {
    return [...(await ask(github, config, profile)), signInFinding(config)];
  } catch (error) {
    const { why } = troubleOf(error, 0);
    const remedy = 'is GITHUB_API_URL right, and is the key the one of this App?';
    return [{ what: 'GitHub', state: 'missing', words: `App ${app.id} at ${config.githubApiUrl}: ${why}`, remedy }];
  }
}

async function ask({ app }: GitHub, config: Config, profile: Profile): Promise<Finding[]> {
  const { data, headers } = await app.rest.apps.getAuthenticated();
  const now = Date.now();
  const { name = '', permissions = {}, events = [] } = data ?? {};
  const installations = await app.rest.apps.listInstallations({ per_page: 100 });
  const at = installations.data.flatMap(({ account }) => (account && 'login' in account ? [account.login] : []));
  return [
    { what: 'GitHub', state: 'fine', words: `App ${config.githubApp?.id} at ${config.githubApiUrl}` },
    appFinding(profile, { name, permissions: { ...permissions }, events }),
    at.length > 0
      ? { what: 'installed', state: 'fine', words: `on ${at.join(', ')}` }
      : {
          what: 'installed',
          state: 'missing',
          words: 'nowhere',
          remedy: 'install the App on your organisation at GitHub',
        },
    clockFinding(headers.date, now),
    await intakeFinding(app, config),
  ];
}

async function intakeFinding(app: GitHub['app'], { githubIntake, webhookSecrets }: Config): Promise<Finding> {
  const what = 'webhook';
  if (githubIntake === 'poll') return { what, state: 'fine', words: "not needed: GitHub's log is read" };
  if (webhookSecrets.length === 0) {
    return { what, state: 'missing', words: 'no secret', remedy: 'set GITHUB_WEBHOOK_SECRET as at GitHub' };
  }
  const { data: hook } = await app.rest.apps.getWebhookConfigForApp();
  const { data: sent } = await app.rest.apps.listWebhookDeliveries({ per_page: 30 });
  return webhookFinding(hook.url, sent);
}

function signInFinding({ signIn }: Config): Finding {
  const what = 'sign-in';
  if (signIn) return { what, state: 'fine', words: `by the App, ${signIn.clientId}` };
  const remedy = 'set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET of the App, and its callback …/sign-in/callback';
  return { what, state: 'note', words: 'nobody can sign in: the pages open on this machine only', remedy };
}

const notSetUp: Finding = {
  ...{ what: 'GitHub', state: 'note', words: 'no App is set up: pushes can neither be received nor reported' },
  remedy: 'to serve a class, open the link that `pushmark serve` prints; or set GITHUB_APP_ID and what belongs to it',
};

interface Kept {
  readonly config: Config;
  readonly profile: Profile;
  /** Why the stored App is of no use. */
  readonly trouble?: string;
}

/** The settings with the App that /setup has stored; nothing is started or changed for that. */
async function withKept(config: Config): Promise<Kept> {
  const alone = { config, profile: 'grade' } as const;
  const there = config.databaseUrl ?? (await exists(join(config.data, 'postgres')));
  const opened = there ? await openToRead(config, openLog('silent')).catch(() => undefined) : undefined;
  if (!opened) return alone;
  try {
    const facts = await appFacts(opened.database).catch(() => undefined);
    if (!facts || config.githubApp) return alone;
    return { config: await withStoredApp(opened.database, config, 'worker'), profile: facts.profile };
  } catch (error) {
    return { ...alone, trouble: (error as Error).message };
  } finally {
    await opened.close();
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
