import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openToRead, withStoredApp } from '#services/boot.ts';
import { appFindings } from '#services/classroom/setup/app-findings.ts';
import type { Finding } from '#services/classroom/setup/finding.ts';
import { appFacts, type Profile } from '#services/classroom/setup/github-app.ts';
import { pingFinding } from '#services/classroom/setup/webhook-findings.ts';
import type { Config } from '#services/platform/config.ts';
import { type GitHub, openGitHub } from '#services/platform/github/app.ts';
import { readStanding, redeliver, type Waits } from '#services/platform/github/standing.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { openLog } from '#services/platform/log.ts';

/** How the App stands: its permissions, its webhook, the clock, where it is installed, who can sign in. */
export async function githubFindings(given: Config, ping = false): Promise<Finding[]> {
  const { config, profile, trouble } = await withKept(given);
  if (trouble) return [{ what: 'GitHub', state: 'missing', words: 'the stored App cannot be opened', remedy: trouble }];
  const app = config.githubApp;
  if (!app) return [notSetUp];
  const github = openGitHub({ apiUrl: config.githubApiUrl, appId: app.id, privateKey: app.privateKey });
  try {
    return [...(await ask(github, config, profile, ping)), signInFinding(config)];
  } catch (error) {
    const { why } = troubleOf(error, 0);
    const remedy = 'is GITHUB_API_URL right, and is the key the one of this App?';
    return [{ what: 'GitHub', state: 'missing', words: `App ${app.id} at ${config.githubApiUrl}: ${why}`, remedy }];
  }
}

async function ask(github: GitHub, config: Config, profile: Profile, ping: boolean): Promise<Finding[]> {
  const { githubIntake: intake, publicUrl, githubUrl, githubApiUrl, webhookSecrets } = config;
  const standing = await readStanding(github, githubUrl);
  const again = ping && intake === 'webhook' ? [pingFinding(await redeliver(github, standing.sent, waits))] : [];
  return [
    { what: 'GitHub', state: 'fine', words: `App ${config.githubApp?.id} at ${githubApiUrl}` },
    ...appFindings(standing, { profile, intake, publicUrl }),
    ...(intake === 'webhook' && webhookSecrets.length === 0 ? [noSecret] : []),
    ...again,
  ];
}

/** GitHub lists a try when it has ended, ten seconds after it began at the latest. */
const waits: Waits = { looks: 40, pause: () => sleep(400) };

const noSecret: Finding = {
  ...{ what: 'webhook', state: 'missing', words: 'no secret: every delivery is refused' },
  remedy: 'set GITHUB_WEBHOOK_SECRET as at GitHub',
};

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
