/** How an App comes to be from a manifest, and how it gets into an organisation. */
import { randomBytes } from 'node:crypto';
import { newAccount } from '../controls/accounts.ts';
import { newApp } from '../controls/apps.ts';
import { emitInstalled, emitPing } from '../webhooks/emit.ts';
import type { Account, Installation, OurApp, World } from '../world.ts';
import type { Manifest } from './manifest.ts';

const codeLife = 3_600_000;

/** A manifest under way: first to its maker's consent, then to the App's server under a code. */
export interface Registration {
  readonly manifest: Manifest;
  readonly owner: Account;
  readonly state: string | null;
  readonly isConfirmed: boolean;
  readonly expiresAt: Date;
}

/** Keeps it under a new key, which is also the code that GitHub gives out for it. */
export function keep(world: World, facts: Omit<Registration, 'expiresAt'>): string {
  const key = randomBytes(20).toString('hex');
  world.registrations.set(key, { ...facts, expiresAt: new Date(world.now().getTime() + codeLife) });
  return key;
}

/** What a key stands for, once: it is gone afterwards. Undefined when there is none, or it is too old. */
export function take(world: World, key: string, isConfirmed: boolean): Registration | undefined {
  const found = world.registrations.get(key);
  if (found?.isConfirmed !== isConfirmed) return undefined;
  world.registrations.delete(key);
  return found.expiresAt > world.now() ? found : undefined;
}

/** Makes the App. It takes the place of the one before, which can do nothing any more. */
export function register(world: World, { manifest, owner }: Registration): OurApp {
  const name = manifest.name ?? 'App';
  const slug = slugOf(name);
  const createdAt = world.now();
  const bot = newAccount(world.nextId, `${slug}[bot]`, 'Bot', createdAt);
  world.accounts.set(bot.login.toLowerCase(), bot);
  const permissions = { metadata: 'read', ...manifest.default_permissions } as const;
  const events = manifest.default_events ?? [];
  world.app = newApp({
    ...{ id: world.nextId('app'), slug, name, owner, bot, permissions, events, createdAt, url: manifest.url },
    callbackUrls: [...(manifest.callback_urls ?? [])],
    setupUrl: manifest.setup_url ?? null,
    isPublic: manifest.public ?? false,
    asksAtInstall: manifest.request_oauth_on_install ?? false,
  });
  world.installation = null;
  world.grants.clear();
  world.signIns.tokens.clear();
  connect(world, manifest);
  return world.app;
}

function connect(world: World, { hook_attributes: hook }: Manifest): void {
  const isActive = hook !== undefined && hook.active !== false;
  world.outgoing.connect(isActive ? { url: hook.url, secret: world.app.secrets.webhookSecret } : null);
  if (isActive) emitPing(world);
}

/** As GitHub makes an App's address from its name. */
export function slugOf(name: string): string {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return slug.replace(/^-|-$/g, '');
}

/** Puts the App into an organisation, or leaves it there; says so to the App. */
export function install(world: World, account: Account, by: Account): Installation {
  if (world.installation?.account === account) return world.installation;
  const installation = { id: world.nextId('installation'), account, createdAt: world.now() };
  world.installation = installation;
  emitInstalled(world, installation, by);
  return installation;
}
